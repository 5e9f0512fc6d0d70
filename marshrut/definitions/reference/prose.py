"""What the reference of the pack format says in sentences."""

from __future__ import annotations

from .. import reading
from ..loading import MAX_FILES
from ..schema import expressions, tracks

HEAD = f"""\
<!-- Made by marshrut.definitions.reference from the schema and the catalogue; a test keeps it current. -->

# Packs: reference

A pack is a folder of text files that describes a process: its cards, route, people, deadlines and reminders.
It holds no code.

```
packs/payments/
  pack.yaml               key, version, title, roles, settings
  payment_request.yaml    one file per card type
  stories/                lists of stories: what must happen, told on a virtual clock
```

Check a pack with `marshrut check packs/payments`; every problem is reported at once, with its place and the nearest
right name. The first line of a file lets an editor complete and check it while you type:

```yaml
# yaml-language-server: $schema=../pack.schema.json          in pack.yaml
# yaml-language-server: $schema=../card_type.schema.json     in those of card types
# yaml-language-server: $schema=../../stories.schema.json    in those of stories
```

## Files

- YAML 1.2 in UTF-8; at most {MAX_FILES} files, {reading.MAX_BYTES // 1024} KB and {reading.MAX_VALUES:,} values each.
- `no`, `on` and `yes` are words, not truth values: write `true` and `false`. A time of day is put in quotes: `"13:00"`.
- Anchors (`&name`), aliases (`*name`) and `<<` may be used; a name written twice in one group is refused.
- A **name** is made of small Latin letters, digits and `_`, a letter first, at most 40 characters.
- A **text** is one text, then it is Russian, or texts by language: `{{ru: Сумма, en: Amount}}`. Russian is needed.
- `{{{{ field }}}}` in the name of a card, the text of a task, of a rung and of a robot shows the value of a field;
  in a rung and a robot `{{{{ $setting }}}}` shows a number of the settings.
- A **span** is a length of time in one unit: `work_hours`, `work_days`, `hours` or `days`, as a number or as the
  `$name` of a setting of that kind. Working days keep the clock time and are never turned into hours.
- A **sum** is whole roubles or the `$name` of a setting of kind money.

## Versions

An installed version never changes, and a card keeps the version it started with. Changed content needs a new
`version`; installing it makes it active for new cards only. Installing the content of an earlier version makes that
one active again. Values of settings are kept when a new version still allows them, else its default holds.
"""

CONDITIONS = f"""\
## Conditions and computed values

`when` holds a condition; `fields` of a robot holds computed values. Lowest binding first: `or`, `and`, `not`,
comparison ({" ".join(f"`{sign}`" for sign in expressions.COMPARISONS)}), `+ -`, `* /`, minus; then numbers, `"text"`,
`true`, `false`, `empty`, `[a, list]`, names of fields, `$settings`, `author`, functions, and brackets. At most
{expressions.MAX_LENGTH} characters. There is nothing else: no attributes, no calls into a programming language.

```
amount > $director_above and expense_item in ["marketing", "equipment"]
filled(pay_before) and not urgent
pay_before - days(3) < contract_end
```

- Like is compared with like: a number with a number, a date with a date. A date moves by `days(…)`.
- A `$setting` is its number, or the key of its choice, today: cards on their way follow it when the condition is asked.
- `today` is the day in the company's zone. `skipped` is how many tasks of the card were finished by a button with
  `skip`, in every round. `no_task` holds while no task of the card is open: a move with it never jumps over a task.
- Robots of an outcome know `me`, who pressed the button, and `because`, the key of the listed reason (`""` if none).
  What a new card is filled with is computed when it is asked for, not when it is made.
- A choice is compared with the keys of its choices, people and companies with other fields of the kind or `author`.
- What is computed from an empty value is empty, and so is a division by zero. An empty value is neither more nor less
  than anything: `amount > 100` and `amount <= 100` are both “no” while the amount is empty.
- A person field with `several` is a list of people: `author in readers`, `count(readers) > 1`, `[author, executor]`.
- `fields` of `create_card` know `this_card`, the card they stand in, to fill a field of the new one that points at it.
- A condition answers yes or no; write `filled(note)`, not `note`.
"""

OUTSIDE = """\
## From outside, and after the end

- A **signal** is what a program tells the card: the letter left, it was refused, one arrived by mail. Only the signals
  of the present stage are heard, and only in the visit they belong to; people give none.
- `send_letter` stands in `on_enter` of a stage that hears `sent`, `send_failed` and `send_unknown`. Such a stage needs
  no task and no `next`: it is always told how the sending ended.
- Fields marked `by_system` are filled in by programs and robots, on finished cards as well. They stand on no form.
- A **shipment** is told what happened to it by the signals `moved`, `arrived`, `delivered` and `trouble`, as far as its
  stage listens to them. A stage that waits for the outside has a move by hand: no carrier's account is ever needed.
- An **e-document** (`edoc`) is led by its source, as a base of 1C: it is made and put on the stage that `stages` gives
  its status, from any other, the final ones as well. Nobody else makes or carries it, so its stages demand nothing and
  lead nowhere; robots and tasks of a stage work as ever, but not for what lay in the source before it was connected.
- `mail` of a signal: a mail that names the card by its number, or by the text of `number`, and comes from an address or
  a domain of `partner`, gives the signal; its attachments go into `files`.
- A stage of kind success may have tasks: the card is finished, and something is still to be done, like getting the
  counterparty's number. Their buttons lead nowhere. `badge` is shown on the card while the task is open.
"""

WAYS = """\
## Ways of sending

The `way` of a `track_number` is a choice field whose keys are among these. A way whose number is needed refuses to go
without; one that has none drops it. Check digits are counted for Почта России: 14 digits, or two letters, nine digits
and two letters (S10); a wrong one is refused. Any other odd shape is pointed at and taken.

| Key | Name | Number |
|---|---|---|
""" + "".join(f"| `{w.key}` | {w.title.say('en')} ({w.title.ru}) | {w.number} |\n" for w in tracks.WAYS.values())

LEVELS = """\
## What is checked

1. **Shape**: the files can be read, and hold the right words and kinds of values.
2. **Names**: every field, stage, task, setting, role, choice and card type that is named exists and is of the right
   kind; conditions can be read and compare like with like; no word is idle.
3. **Graph**: every stage can be got to, except those marked `reserved`, to which nothing may lead; from every stage the
   card can be finished; robots do not carry a card round without a person; ladders begin and end; an approval that
   nobody gives reaches somebody who may decide; what a stage demands can be filled in before.
4. **Papers**: the kinds of documents that files become, and the statuses that robots give them, exist here.
5. **Fit**: somebody in this company holds each role today, and where one person may not decide twice there is another.
6. **Proofs**: the engine goes every way that a card can go; what it finds is told with that way: [proofs](proofs.md).
7. **Stories**: they go as they are told.

The levels after the second are looked at when that found nothing, the last two when the graph is right as well. The
third takes conditions as if each could hold and fail at any time; the proofs look at the values behind them. A
**warning** keeps no pack from being installed.
"""
