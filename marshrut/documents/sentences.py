"""What we tell people about files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

EMPTY: Any = _("The file is empty. Was it saved or downloaded to the end?")
TOO_BIG: Any = _("The file is larger than %(megabytes)s MB. Compress it or split it into parts.")
LIE: Any = _(
    "The name ends in .%(extension)s, but inside is %(inside)s. Rename the file or save it again in the right format."
)
NOT_WHAT_IT_SAYS: Any = _(
    "The name ends in .%(extension)s, but the content is something else. Open the file, check it and save it again."
)
DISK_FULL: Any = _("There is almost no room left on the server, so files are not accepted. Tell the administrator.")
NO_SUCH_FILE: Any = _("There is no such file.")
NO_SUCH_DOCUMENT: Any = _("There is no such document.")
NO_SUCH_KIND: Any = _("There is no such kind of documents.")
NO_SUCH_STATUS: Any = _("This kind of documents has no such status.")
NO_SUCH_FOLDER: Any = _("There is no such folder.")
NO_SUCH_PLACE: Any = _("Documents cannot be put there.")
UNNAMED: Any = _("Unnamed")
UNPRINTABLE: Any = _("There are signs in the text that cannot be printed. Take them out and print again.")

#: why a file has no pictures of its pages
WHY: Mapping[str, Any] = {
    "": "",
    "type": _("There is no preview for files of this type. Download the file to read it."),
    "encrypted": _("The file is protected with a password. Download it to read it."),
    "broken": _("The file could not be read: it may be damaged. Try to download and open it."),
    "too_big": _("The pages are too large or too complex to show. Download the file to read it."),
}

#: why a file has no text
NO_TEXT: Mapping[str, Any] = {
    "type": _("text cannot be read out of files of this type."),
    "encrypted": _("the file is protected with a password, so its text cannot be read."),
    "broken": _("the file could not be read: it may be damaged."),
    "too_big": _("the file is too large or too complex to read its text."),
    "empty": _("there is no text in the file."),
    "scan": _("the file is a scan without text. The administrator can install text recognition (tesseract)."),
    "stopped": _("there was no time to read the file now. Try again later."),
    "waiting": _("the text is being read. Open the page again in a minute."),
}

#: why a formalised document is not shown as one
NO_FORMAL: Mapping[str, Any] = {
    "type": _("This file is no formalised document."),
    "broken": _("The file is kept, but it could not be read as a document: it may be damaged."),
    "unknown": _("The file is kept, but it could not be read as a document: its format is not known here."),
    "too_big": _("The file is kept, but it could not be read as a document: it is too large."),
    "encrypted": _("The file is kept, but it could not be read as a document: it is protected with a password."),
    "stopped": _("There was no time to read the document now. Try again in a minute."),
}

NOTHING_SAVED: Any = _("Nothing was saved: check the marked fields.")
STALE: Any = _("Somebody changed this while you were looking at it. Open it again and repeat.")
#: instead of the number of a card that its reader may not see: inside a sentence about the card, and alone
NOT_SHOWN: Any = _("(you may not see it)")
HIDDEN_CARD: Any = _("a card")
OWNED: Any = _("The status is led by the card %(card)s.")
OWNED_VERSION: Any = _("The document goes through the card %(card)s: replace the file there.")
OWNED_REMOVAL: Any = _("The document goes through the card %(card)s and cannot be removed now.")
OWNED_DATES: Any = _("The document goes through the card %(card)s: its dates and organisation are changed there.")
OWNED_NUMBER: Any = _(
    "The document goes through the card %(card)s: it gets its number there, or by hand after the card lets it go."
)
NOT_OURS: Any = _("This is not an organisation of ours: registration books are kept of ours only.")
CHOOSE_OURS: Any = _("Choose the organisation of ours in whose book the document is registered.")
SEALED: Any = _(
    "The document is registered, has a final status or went through a process: those who keep documents of this kind "
    "change it now."
)
STATUS_FINAL: Any = _("The status «%(status)s» is final: those who keep documents of this kind set it.")
NOT_YOUR_FILE: Any = _("There is no such file, or it is not yours. Choose it again.")
TITLE_EMPTY: Any = _("Write the title of the document.")
NAME_EMPTY: Any = _("Write the name.")
TEXT_LONG: Any = _("Too long: %(limit)s characters at most.")
TEXT_SIGNS: Any = _("There are signs here that cannot be stored. Type the text anew.")
ADD_FORBIDDEN: Any = _("You are not allowed to add documents of this kind. Ask an administrator.")
ARCHIVED: Any = _("The kind «%(kind)s» is in the archive: no documents are added to it.")
NO_STATUSES: Any = _("The kind «%(kind)s» has no statuses yet. An administrator sets them.")
SAME_FILE: Any = _("This is the very file that the document has already.")
YEAR_WRONG: Any = _("The date must lie between %(first)s and %(last)s.")
IS_REGISTERED: Any = _("The document is registered under the number %(number)s already.")
NOT_REGISTERED: Any = _("The document has no number yet.")
KEEPS_DATE: Any = _(
    "The number %(number)s holds this date and organisation. Void the number first, then register anew."
)
REGISTERED_STAYS: Any = _("A registered document is not removed: void its number, then change its status.")
REASON_EMPTY: Any = _("Write why: it stays in the registration book.")
WHY_EMPTY: Any = _("Write why.")
NO_RULE: Any = _("The kind «%(kind)s» has no number rule for this organisation and year. An administrator sets it.")
TYPED_GAPLESS: Any = _("Numbers of the kind «%(kind)s» go one after another: leave the number empty.")
NUMBER_TAKEN: Any = _("The number %(number)s is taken already: look into the registration book.")
NUMBER_LONG: Any = _("The number is too long.")
COUNTER_BACK: Any = _("The number %(last)s is given already: the last number cannot be less.")
COUNTER_JUMP: Any = _("The last number was %(last)s, and the next one would be %(next)s. Confirm that this is right.")
COUNTER_WRONG: Any = _("Write a whole number from 0 to 999999998.")
LINKED_ALREADY: Any = _("The document lies there already.")
NOT_LINKED: Any = _("The document does not lie there.")
LINK_OF_PROCESS: Any = _("The document lies in a field of this card: take it out there.")

BUNDLE_EMPTY: Any = _("Choose at least one document.")
BUNDLE_LARGE: Any = _("Too much for one archive: up to %(files)s files and %(gigabytes)s GB. Choose fewer documents.")
NO_SUCH_TEMPLATE: Any = _("There is no such template.")
NO_SUCH_TYPE: Any = _("There is no such kind of cards.")
TEMPLATE_TITLE: Any = _("Write what the template is called.")
TEMPLATE_NOT_WORD: Any = _("A template is a Word file: save it as DOCX.")
#: why a file cannot be a template, or cannot be filled
TEMPLATE_WHY: Mapping[str, Any] = {
    "encrypted": _("The file is protected with a password. Take the password off and save it again."),
    "broken": _("The file cannot be read as a Word document. Open it in Word and save it again as DOCX."),
    "too_big": _("The template is too large or too complex: up to 10 MB without large pictures."),
    "macros": _("There are macros in the file. Save it as DOCX without macros."),
    "outside": _("The file fetches something from outside: a linked picture, table or template. Put it into the file."),
    "codes": _("The file has field codes that fetch or run something (LINK, INCLUDETEXT, DDE). Take them out."),
    "syntax": _(
        "A field is written wrongly: %(about)s. Check the brackets, and that every «if» and «for» has its end."
    ),
    "forbidden": _("This cannot stand in a template: %(about)s. Only fields, conditions and repeated lines can."),
}

KIND_KEY: Any = _("The key starts with a Latin letter; then small Latin letters, digits and underscores, 40 at most.")
KIND_TAKEN: Any = _("There is a kind with this key already.")
FAMILY_WRONG: Any = _("Choose what family the kind belongs to.")
FILING_WRONG: Any = _("Choose how documents are laid into folders.")
WHO_WRONG: Any = _("Nobody is called «%(who)s». Write everyone, role:key, person:number or department:number.")
NOBODY_READS: Any = _("Say who reads documents of this kind.")
STATUS_NONE: Any = _("A kind needs at least one status.")
STATUS_TITLE: Any = _("Write the name of every status.")
STATUS_TWICE: Any = _("Two statuses are called «%(title)s».")
STATUS_INITIAL: Any = _("Mark exactly one status as the first one.")
STATUS_COLOR: Any = _("Choose a darker colour for «%(title)s»: it must be readable on white.")
STATUS_KEY: Any = _("The key «%(key)s» of a status is not right: small Latin letters, digits and underscores.")
STATUS_USED: Any = _("%(count)s documents have the status «%(title)s»: give them another one first.")
STATUS_NAMED: Any = _(
    "The process «%(process)s» sets the status «%(title)s»: it cannot be removed while that is installed."
)
KIND_NAMED: Any = _(
    "The process «%(process)s» files documents of the kind «%(kind)s»: it cannot be archived while that is installed."
)
KIND_REGISTERED: Any = _(
    "The process «%(process)s» registers documents of the kind «%(kind)s»: their only number rule cannot be removed "
    "while that is installed. Change the rule instead."
)
FOLDER_TAKEN: Any = _("There is a folder with this name here already.")
FOLDER_FULL: Any = _("The folder is not empty: it holds folders or documents.")
FOLDER_OF_KIND: Any = _("Documents of the kind «%(kind)s» go into this folder: give the kind another folder first.")
FOLDER_DEEP: Any = _("Folders go 6 levels deep at most.")
RULE_UNKNOWN: Any = _("There is no such number rule.")
RULE_CLASH: Any = _(
    "%(kind)s numbers its documents by «%(template)s»: two documents could bear equal numbers. Add {case} or a letter."
)

NUMBER_FLAWS: Mapping[str, Any] = {
    "empty": _("Write what the number looks like, for example {case}/{n:3}-{yyyy}."),
    "no_n": _("The number needs its ordinal: add {n}."),
    "two_n": _("{n} may stand in the number only once."),
    "no_year": _("Numbers begin at 1 every year: add {yyyy} or {yy}, so that two years do not give equal numbers."),
    "unknown": _("%(part)s means nothing. You can write {n}, {n:3}, {yy}, {yyyy}, {mm}, {case}, {unit}, {kind}."),
    "width": _("%(part)s: the number of digits is 1 to 9, like {n:3}."),
    "signs": _("The sign «%(part)s» cannot stand in a number."),
    "long": _("The number would be longer than 60 characters."),
    "no_case": _("{case} needs the index of the case: fill it in."),
    "no_unit": _("{unit} needs the index of the unit: fill it in."),
    "no_kind": _("{kind} needs the letters of the kind: fill them in on its page."),
}
#: names of what `document.dated` changes
FIELDS: Mapping[str, Any] = {
    "doc_date": _("date of the document"),
    "signed_on": _("date of signing"),
    "sent_on": _("date of sending"),
    "organisation": _("organisation"),
}
