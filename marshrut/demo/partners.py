"""Whom the demo company pays. Invented names; right check digits, but tax offices and banks that do not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from marshrut.crm import commands as crm
from marshrut.kernel.actor import Actor

from .company import US
from .papers import VAT, Party

#: key -> (name, БИК, correspondent account)
BANKS = {
    "ladya": ("АО «Ладья-Банк», г. Великий Новгород", "040925901", "30101810300000000901"),
    "zarechny": ("ПАО «Банк Заречный», г. Москва", "040925917", "30101810200000000917"),
    "gorizont": ("АО «Уральский горизонт», г. Екатеринбург", "040925933", "30101810200000000933"),
}


@dataclass(frozen=True, slots=True)
class Partner:
    """`added`: by whom. An ИП has no КПП and pays no VAT; `vat` is False also for others on a simple tax."""

    key: str
    added: str
    name: str
    inn: str
    ogrn: str
    bank: str
    account: str
    city: str
    street: str
    director: str
    kpp: str = ""
    phone: str = ""
    vat: bool = True

    @property
    def sole(self) -> bool:
        return self.name.startswith("ИП ")

    @property
    def rate(self) -> int | None:
        """Per cent of VAT on an invoice."""
        return VAT if self.vat and not self.sole else None

    @property
    def address(self) -> str:
        return f"г. {self.city}, {self.street}"

    @property
    def party(self) -> Party:
        """As a paper prints it."""
        name, bik, corr = BANKS[self.bank]
        return Party(
            name=self.name,
            inn=self.inn,
            kpp=self.kpp,
            address=self.address,
            bank_name=name,
            bik=bik,
            account=self.account,
            corr_account=corr,
            director=self.director,
            accountant="" if self.sole else self.director,
            city=self.city,
        )


PARTNERS = (
    Partner(
        "glass", "lebedeva", "ООО «Стеклянная верша»", "5399000303", "1165399000788", "zarechny",
        "40702810200000001271", "Великий Новгород", "Стекольный пер., д. 4", "Бобров А. Н.", "539901001",
        "+7 000 100-12-71",
    ),
    Partner(
        "carton", "titov", "ООО «Картонный двор Заозерья»", "3599000434", "1173599001157", "ladya",
        "40702810200000001542", "Вологда", "Сплавная ул., д. 18", "Муравьёва Л. И.", "359901001", "+7 000 100-15-42",
    ),
    Partner(
        "tubes", "titov", "ООО «Тубы и крышки»", "5099000567", "1185099001526", "zarechny", "40702810600000001813",
        "Лобня", "Промышленный пр-д, д. 9", "Галкин О. Т.", "509901001", "+7 000 100-18-13",
    ),
    Partner(
        "herbs", "lebedeva", "ООО «Травы Приладожья»", "1099000697", "1191099001895", "ladya", "40702810000000002084",
        "Олонец", "Береговая ул., д. 31", "Карху М. В.", "109901001", "+7 000 100-20-84",
    ),
    Partner(
        "honey", "lebedeva", "ООО «Хвоя и мёд»", "2299000826", "1202299002267", "gorizont", "40702810400000002355",
        "Бийск", "Пасечная ул., д. 12", "Рогова Т. Ф.", "229901001", "+7 000 100-23-55",
    ),
    Partner(
        "mixer", "vlasov", "ООО «Миксер-Механика»", "7399000956", "1217399002633", "gorizont", "40702810100000002626",
        "Ульяновск", "Станочная ул., д. 3", "Суриков Е. Д.", "739901001", "+7 000 100-26-26",
    ),
    Partner(
        "tests", "polyakova", "ООО «Испытательный центр „Капля“»", "7899001080", "1227899003001", "zarechny",
        "40702810900000002897", "Санкт-Петербург", "Опытная ул., д. 22", "Линд Г. А.", "789901001", "+7 000 100-28-97",
    ),
    Partner(
        "fill", "vlasov", "ООО «Тверской розлив»", "6999001212", "1236999003372", "zarechny", "40702810900000003168",
        "Тверь", "Заводская ул., д. 40", "Пахомов И. С.", "699901001", "+7 000 100-31-68",
    ),
    Partner(
        "media", "belyaev", "ООО «Улей медиа»", "7799001344", "1157799003746", "zarechny", "40702810600000003439",
        "Москва", "Медовый пер., д. 5", "Чижова К. Р.", "779901001", "+7 000 100-34-39",
    ),
    Partner(
        "expo", "reed", "ООО «Выставки Норда»", "7799001471", "1167799004119", "zarechny", "40702810400000003710",
        "Москва", "Павильонная ул., д. 1", "Стрельцов В. В.", "779901001", "+7 000 100-37-10",
    ),
    Partner(
        "courier", "vinogradov", "ООО «Кедровый экспресс»", "7699001608", "1177699004482", "ladya",
        "40702810500000003981", "Ярославль", "Извозная ул., д. 60", "Ямщиков П. П.", "769901001", "+7 000 100-39-81",
    ),
    Partner(
        "store", "ryabova", "ООО «Тёплый склад»", "6699001733", "1186699004854", "gorizont", "40702810200000004252",
        "Екатеринбург", "Складская ул., д. 14", "Демидова А. А.", "669901001", "+7 000 100-42-52",
    ),
    Partner(
        "shelf", "shestakov", "ООО «Полка онлайн»", "7799001866", "1197799005227", "zarechny", "40702810900000004523",
        "Москва", "Витринная ул., д. 8", "Волошин Д. К.", "779901001", "+7 000 100-45-23",
    ),
    Partner(
        "paper", "melnikova", "ООО «Вода и скрепка»", "5399001995", "1205399005591", "ladya", "40702810000000004794",
        "Великий Новгород", "Конторская ул., д. 2", "Зуева Н. Н.", "539901001", "+7 000 100-47-94", vat=False,
    ),
    Partner(
        "telecom", "gusev", "ООО «Волхов-Связь»", "5399002124", "1215399005964", "ladya", "40702810000000005065",
        "Великий Новгород", "Проводная ул., д. 11", "Антеннов С. С.", "539901001", "+7 000 100-50-65",
    ),
    Partner(
        "audit", "krylova", "ООО «Аудит по совести»", "7899002253", "1227899006334", "zarechny", "40702810400000005336",
        "Санкт-Петербург", "Отчётная ул., д. 6", "Верная О. Л.", "789901001", "+7 000 100-53-36",
    ),
    Partner(
        "photo", "orlova", "ИП Ежов Кирилл Матвеевич", "539900310188", "320539912000318", "ladya",
        "40802810400000007000", "Великий Новгород", "Светлая ул., д. 3", "Ежов К. М.", phone="+7 000 100-70-00",
    ),
    Partner(
        "blogger", "golubeva", "ИП Тихонова Алина Борисовна", "779900317875", "321779912010224", "zarechny",
        "40802810900000007271", "Москва", "Тихая ул., д. 17", "Тихонова А. Б.", phone="+7 000 100-72-71",
    ),
)  # fmt: skip


def add(partner: Partner, people: Mapping[str, int]) -> int:
    """The employee who works with the partner adds it. Returns its id."""
    name, bik, corr = BANKS[partner.bank]
    made = crm.add_company(
        Actor.person(people[partner.added], "demo"),
        kind="sole" if partner.sole else "legal",
        name=partner.name,
        inn=partner.inn,
        kpp=partner.kpp,
        ogrn=partner.ogrn,
        bank_name=name,
        bik=bik,
        account=partner.account,
        corr_account=corr,
        address=partner.address,
        phone=partner.phone,
    )
    return int(made["id"])


def add_us(people: Mapping[str, int]) -> int:
    """Our own organisation, in whose book contracts get their numbers. Returns its id."""
    us = {name: value for name, value in asdict(US).items() if name not in ("director", "accountant", "city")}
    made = crm.add_company(Actor.person(people["fedorova"], "demo"), kind="legal", ours=True, **us)
    return int(made["id"])
