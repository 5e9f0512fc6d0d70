"""Who works at the demo company: departments, people, roles. Data, and the commands that make it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from marshrut.calendars import commands as calendars
from marshrut.calendars.rules import Schedule
from marshrut.kernel.actor import Actor
from marshrut.org import commands as org

from .papers import Party

DOMAIN = "osoka.example"
HOURS = Schedule(zone="Europe/Moscow")
URALS = "Asia/Yekaterinburg"

US = Party(
    name="ООО «Тихая осока»",
    inn="5399000173",
    kpp="539901001",
    address="173000, г. Великий Новгород, Луговая наб., д. 7, корп. 2",
    bank_name="АО «Ладья-Банк», г. Великий Новгород",
    bik="040925901",
    account="40702810700000001000",
    corr_account="30101810300000000901",
    director="Соколова И. В.",
    accountant="Фёдорова Л. П.",
    city="Великий Новгород",
)


@dataclass(frozen=True, slots=True)
class Employee:
    """`login` is the e-mail before the @; `duty` tells a guest what to sign in as this person for."""

    login: str
    last: str
    first: str
    middle: str
    position: str
    department: str
    duty: str = ""
    admin: bool = False
    language: str = "ru"
    zone: str | None = None

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


@dataclass(frozen=True, slots=True)
class Unit:
    """`head` is a login; the seat of the laboratory is empty, so its papers go to the head of production."""

    key: str
    name: str
    parent: str | None
    head: str | None


UNITS = (
    Unit("company", "Тихая осока", None, "sokolova"),
    Unit("office", "Администрация", "company", "ershov"),
    Unit("purchasing", "Закупки", "company", "zhukov"),
    Unit("production", "Производство", "company", "kuznetsov"),
    Unit("laboratory", "Лаборатория", "production", None),
    Unit("marketing", "Маркетинг", "company", "orlova"),
    Unit("marketplaces", "Маркетплейсы", "company", "gromova"),
    Unit("logistics", "Логистика", "company", "zakharov"),
    Unit("urals", "Склад в Екатеринбурге", "logistics", "safin"),
    Unit("finance", "Финансы", "company", "krylova"),
    Unit("accounting", "Бухгалтерия", "finance", "fedorova"),
)

PEOPLE = (
    Employee("lebedeva", "Лебедева", "Алиса", "Сергеевна", "Менеджер по закупкам", "purchasing", "создаёт заявки"),
    Employee("zhukov", "Жуков", "Борис", "Павлович", "Руководитель закупок", "purchasing", "согласует заявки отдела"),
    Employee("krylova", "Крылова", "Наталья", "Сергеевна", "Финансовый менеджер", "finance", "проверяет заявки"),
    Employee("fedorova", "Фёдорова", "Людмила", "Петровна", "Главный бухгалтер", "accounting", "оплачивает"),
    Employee("zaitseva", "Зайцева", "Дарья", "Алексеевна", "Бухгалтер", "accounting", "прикладывает платёжки"),
    Employee("ershov", "Ершов", "Павел", "Андреевич", "Операционный менеджер", "office", "решает, когда другие молчат"),
    Employee("sokolova", "Соколова", "Ирина", "Владимировна", "Генеральный директор", "company", "последняя инстанция"),
    Employee("gusev", "Гусев", "Артём", "Игоревич", "Системный администратор", "office", "настраивает всё", admin=True),
    Employee("reed", "Reed", "Oliver", "", "International Brand Manager", "marketing", "по-английски", language="en"),
    Employee("safin", "Сафин", "Тимур", "Маратович", "Начальник склада", "urals", "на два часа впереди", zone=URALS),
    Employee("melnikova", "Мельникова", "Татьяна", "Юрьевна", "Секретарь", "office", "проверяет и отправляет договоры"),
    Employee("aksyonova", "Аксёнова", "Юлия", "Олеговна", "Юрист", "office", "согласует договоры"),
    Employee("dubov", "Дубов", "Степан", "Ильич", "Начальник службы безопасности", "office"),
    Employee("titov", "Титов", "Максим", "Романович", "Менеджер по закупке упаковки", "purchasing"),
    Employee("kuznetsov", "Кузнецов", "Сергей", "Николаевич", "Начальник производства", "production"),
    Employee("vlasov", "Власов", "Роман", "Викторович", "Главный механик", "production"),
    Employee("polyakova", "Полякова", "Анна", "Михайловна", "Старший технолог", "laboratory"),
    Employee("elkina", "Ёлкина", "Вера", "Степановна", "Микробиолог", "laboratory"),
    Employee("orlova", "Орлова", "Екатерина", "Дмитриевна", "Директор по маркетингу", "marketing"),
    Employee("belyaev", "Беляев", "Никита", "Константинович", "Бренд-менеджер", "marketing"),
    Employee("golubeva", "Голубева", "Мария", "Евгеньевна", "Менеджер по рекламе", "marketing"),
    Employee("gromova", "Громова", "Алёна", "Валерьевна", "Руководитель маркетплейсов", "marketplaces"),
    Employee("shestakov", "Шестаков", "Илья", "Вадимович", "Менеджер маркетплейсов", "marketplaces"),
    Employee("zakharov", "Захаров", "Денис", "Ильич", "Руководитель логистики", "logistics"),
    Employee("vinogradov", "Виноградов", "Виктор", "Сергеевич", "Специалист по логистике", "logistics"),
    Employee("ryabova", "Рябова", "Оксана", "Геннадьевна", "Кладовщик", "urals", zone=URALS),
)

ADMIN = next(one for one in PEOPLE if one.admin)

#: key -> (Russian, English, logins)
ROLES: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "operations_manager": ("Операционный менеджер", "Operations manager", ("ershov",)),
    "finance_manager": ("Финансовый менеджер", "Finance manager", ("krylova",)),
    "chief_accountant": ("Главный бухгалтер", "Chief accountant", ("fedorova",)),
    "junior_accountant": ("Младший бухгалтер", "Junior accountant", ("zaitseva",)),
    "director": ("Генеральный директор", "Director", ("sokolova",)),
    "secretary": ("Секретарь", "Secretary", ("melnikova",)),
    "office_manager": ("Офис-менеджер", "Office manager", ("melnikova",)),
    "lawyer": ("Юрист", "Lawyer", ("aksyonova",)),
    "security": ("Служба безопасности", "Security", ("dubov",)),
    "contract_committee": ("Договорная комиссия", "Contract committee", ("orlova", "kuznetsov", "gromova")),
}


def found(set_password: Callable[[Actor, int, Employee], None]) -> Mapping[str, int]:
    """Make the company: the administrator by the system, all the rest by the administrator. Ids of people by login."""
    system = Actor.system("demo")
    people = {ADMIN.login: _hire(system, ADMIN, None)}
    set_password(system, people[ADMIN.login], ADMIN)
    admin = Actor.person(people[ADMIN.login], "demo")
    calendars.set_company_schedule(admin, **HOURS.as_json())
    units: dict[str, int] = {}
    for number, unit in enumerate(UNITS):
        parent = units[unit.parent] if unit.parent else None
        units[unit.key] = org.add_department(admin, name=unit.name, parent=parent, sort=number)
    org.edit_person(admin, person=people[ADMIN.login], department=units[ADMIN.department])
    for employee in PEOPLE:
        if employee is not ADMIN:
            people[employee.login] = _hire(admin, employee, units[employee.department])
            set_password(admin, people[employee.login], employee)
    for unit in UNITS:
        if unit.head:
            org.edit_department(admin, department=units[unit.key], head=people[unit.head])
    for role, (russian, english, holders) in ROLES.items():
        org.add_role(admin, role=role, title_ru=russian, title_en=english)
        for holder in holders:
            org.assign_role(admin, role=role, person=people[holder])
    return people


def _hire(actor: Actor, one: Employee, department: int | None) -> int:
    return org.add_person(
        actor,
        email=one.email,
        last_name=one.last,
        first_name=one.first,
        middle_name=one.middle,
        position=one.position,
        department=department,
        is_admin=one.admin,
        language=one.language,
        time_zone=one.zone,
    )
