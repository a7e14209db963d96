"""Sheets with slips of the pen in their fields, names and labels, and what each is answered with."""

from __future__ import annotations

SOURCE = "source: {key: sputnik-2015-08-26, kind: news, publisher: Sputnik News}\n"
HOW = 'Write 40, "up to 40", "at least 40", "more than 40", "less than 40", "about 40", 30-40, none or unknown.'
WHOLE = "the key of a source recorded before, or the whole source {key: …, kind: …, publisher: …}."
STRIKE = "events:\n- type: airstrike\n"

#: What is wrong, the sheet, and what is said about it, without the file's name.
SHEETS: list[tuple[str, str, list[str]]] = [
    (
        "a bare quantity that is none",
        SOURCE + STRIKE + "  casualties:\n  - party: Taliban\n    killed: 40ish\n",
        [f'6:13 events[0].casualties[0].killed: "40ish" is not a quantity. {HOW}'],
    ),
    (
        "a quantity in full that is none",
        SOURCE + STRIKE + "  strikes: {value: over 3, wording: more}\n",
        ['4:20 events[0].strikes.value: "over 3" is not a quantity. Write "more than 3".'],
    ),
    (
        "a hedge that is none",
        SOURCE + STRIKE + "  strikes: {value: 3, hedge: reported}\n",
        [
            '4:30 events[0].strikes.hedge: "reported" is not among the choices for hedge. Write reportedly, or one of '
            "allegedly, apparently, claimed, unconfirmed, believed, suspected, possibly, probably."
        ],
    ),
    (
        "a value object without its value",
        SOURCE + STRIKE + "  strikes: {hedge: reportedly}\n",
        ["4:12 events[0].strikes.value: This field is missing. Add value: the value itself."],
    ),
    (
        "one claim where two are linked",
        "events:\n- {type: claims_linked, claims: ['a:b'], relation: derived, evidence: stated, reason: x}\n",
        [
            "2:33 events[0].claims: There are too few. Write 2: the two claims, by ID or by source and label; of a "
            "derived one, that one first."
        ],
    ),
    (
        "a day that is not in the calendar",
        SOURCE + STRIKE + "  occurred: 2015-02-30\n",
        ['4:13 events[0].occurred: "2015-02-30" is not in the calendar. February 2015 has 28 days.'],
    ),
    (
        "a date in the American order",
        SOURCE + STRIKE + "  occurred: 08/22/2015\n",
        ['4:13 events[0].occurred: "08/22/2015" is not a date. Write 2015-08-22.'],
    ),
    (
        "a misspelt field",
        SOURCE + STRIKE + "  ocurred: 2015-08-22\n",
        ['4:3 events[0].ocurred: "ocurred" is not a field of airstrike. Write occurred.'],
    ),
    (
        "a misspelt required field is not missing as well",
        SOURCE + STRIKE + "  casualties: [{partty: Taliban, killed: 40}]\n",
        ['4:17 events[0].casualties[0].partty: "partty" is not a field of casualties. Write party.'],
    ),
    (
        "a required field that is missing",
        SOURCE + STRIKE + "  casualties:\n  - killed: 40\n",
        [
            "5:5 events[0].casualties[0].party: This field is missing. Add party: whose they are: an actor, or all for "
            "a total. The source's words go into wording: {value: NATO, wording: Resolute Support service members}."
        ],
    ),
    (
        "fields that belong deeper",
        SOURCE + STRIKE + "  killed: 40\n  locator: para 3\n  country: AF\n",
        [
            '4:3 events[0].killed: "killed" is not a field of airstrike. Write killed inside casualties.',
            '5:3 events[0].locator: "locator" is not a field of airstrike. Write locator inside citation.',
            '6:3 events[0].country: "country" is not a field of airstrike. Write country inside place.',
        ],
    ),
    (
        "a field by another name",
        SOURCE + STRIKE + "  date: 2015-08-22\n  location: Musa Qala\n  deaths: 3\n",
        [
            '4:3 events[0].date: "date" is not a field of airstrike. Write occurred.',
            '5:3 events[0].location: "location" is not a field of airstrike. Write place.',
            '6:3 events[0].deaths: "deaths" is not a field of airstrike. Write killed inside casualties.',
        ],
    ),
    (
        "fields of the source",
        SOURCE + STRIKE + "  reported: 2015-08-26\n  url: https://example.org\n",
        [
            '4:3 events[0].reported: "reported" is not a field of airstrike. Write published where the source is '
            "recorded, once for all that it claims.",
            '5:3 events[0].url: "url" is not a field of airstrike. Write url where the source is recorded, '
            "once for all that it claims.",
        ],
    ),
    (
        "a field like no other",
        SOURCE + STRIKE + "  citation: {xyzzy: 1}\n",
        [
            '4:14 events[0].citation.xyzzy: "xyzzy" is not a field of citation. Its fields are source, locator, quote, '
            "translation, basis, chain, hedge, stance, said."
        ],
    ),
    (
        "a colon without a blank",
        SOURCE + STRIKE + "  casualties: [{party: Taliban, killed:40}]\n",
        [
            '4:33 events[0].casualties[0]."killed:40": "killed:40" is not a field of casualties. '
            "Write a blank after the colon: killed: 40."
        ],
    ),
    (
        "one where several are expected",
        SOURCE + STRIKE + "  casualties: {party: Taliban, killed: 40}\n  tags: urgent\n  citation: {chain: Reuters}\n",
        [
            "4:15 events[0].casualties: A list is expected here, not a group of fields. "
            "Begin each item with -, or put it in [ ].",
            '5:9 events[0].tags: A list is expected here, not "urgent". Write [urgent].',
            '6:21 events[0].citation.chain: A list is expected here, not "Reuters". Write [Reuters].',
        ],
    ),
    (
        "words where fields are expected",
        SOURCE + STRIKE + "  citation: sputnik-2015\n  casualties: [40 killed]\n",
        [
            '4:13 events[0].citation: A group of fields is expected here, not "sputnik-2015". '
            "Write {source: sputnik-2015}.",
            '5:16 events[0].casualties[0]: A group of fields is expected here, not "40 killed". '
            "Write {party: …, civilian_status: …}.",
        ],
    ),
    (
        "casualties without a figure, and half a point",
        SOURCE + STRIKE + "  casualties: [{party: Taliban}]\n  place: {name: Musa Qala, lat: 32.4}\n",
        [
            "4:16 events[0].casualties[0]: The casualties of Taliban have no figure. Write killed, injured, "
            "killed_or_injured, missing or captured; unknown is a figure too.",
            "5:10 events[0].place: A point needs both lat and lon. Write both, or neither.",
        ],
    ),
    (
        "small letters, capitals, blanks and a number that is none of the choices",
        SOURCE
        + STRIKE
        + "  incident: Musa Qala bombing\n  grade: b2\n  place: {name: X, country: af, where_prec: 9}\n",
        [
            '4:13 events[0].incident: "Musa Qala bombing" is not how incident is written. Write musa-qala-bombing.',
            '5:10 events[0].grade: "b2" is not how grade is written. Write B2.',
            '6:29 events[0].place.country: "af" is not how country is written. Write AF.',
            "6:45 events[0].place.where_prec: 9 is not among the choices for where_prec. "
            "Write UCDP's precision of the place: 1 exact, 2 near, 3 district, 4 province, 5 part of a country, "
            "6 country, 7 sea or air.",
        ],
    ),
    (
        "neither true nor false",
        SOURCE + STRIKE + "  citation: {chain: [{voice: Officials, named: perhaps}, Sputnik News]}\n",
        [
            '4:48 events[0].citation.chain[0].named: true or false are expected here, not "perhaps". '
            "Write true or false."
        ],
    ),
    (
        "a type that does not exist is guessed, so that its other faults are told too",
        SOURCE + "events:\n- {type: airstike, strikes: 3x}\n",
        [
            '3:10 events[0].type: "airstike" is not a type of event. Write airstrike.',
            f'3:29 events[0].strikes: "3x" is not a quantity. {HOW}',
        ],
    ),
    (
        "a type that cannot be guessed, no type, and no event",
        SOURCE + "events:\n- {type: bombing, strikes: 3x}\n- {incident: x}\n-\n- airstrike\n",
        [
            '3:10 events[0].type: "bombing" is not a type of event. Write one of {TYPES}.',
            "4:3 events[1].type: This field is missing. Add type: one of {TYPES}.",
            "5:2 events[2]: An event is a group of fields, not nothing. Begin it with type:",
            '6:3 events[3]: An event is a group of fields, not "airstrike". Begin it with type:',
        ],
    ),
    (
        "a label that occurs twice",
        SOURCE + "events:\n- {type: airstrike, as: v1}\n- {type: airstrike, as: v1}\n",
        ['4:25 events[1].as: "v1" is in line 3 already. Write another label.'],
    ),
    (
        "labels of places and voices that are not there",
        SOURCE
        + "places: {musa-qala: Musa Qala}\nvoices: {governor: Mohammad Sharif}\n"
        + "events:\n- {type: airstrike, place: musa-qalla, citation: {chain: [governer, {voice: officials}]}}\n"
        + "- {type: airstrike, place: kabul, strikes: {value: 3, chain: [ministry]}}\n",
        [
            '5:28 events[0].place: "musa-qalla" is not among the places. Write musa-qala.',
            '5:59 events[0].citation.chain[0]: "governer" is not among the voices. Write governor.',
            '5:77 events[0].citation.chain[1].voice: "officials" is not among the voices. '
            "Add officials to voices, if need be as {officials: officials}.",
            '6:28 events[1].place: "kabul" is not among the places. Add kabul to places, or write {name: kabul}.',
            '6:63 events[1].strikes.chain[0]: "ministry" is not among the voices. '
            "Add ministry to voices, if need be as {ministry: ministry}.",
        ],
    ),
    (
        "a faulty place or voice is told once, however often it is used",
        SOURCE
        + "places: {sangin: {nam: Sangin}}\nvoices: {reuters: {voice: Reuters, relation: told}}\n"
        + "defaults: {country: af, zone: Kabul, place: sangin}\n"
        + "events:\n- {type: airstrike, place: sangin, citation: {chain: [reuters]}}\n"
        + "- {type: airstrike, occurred: 2015, citation: {chain: [reuters]}}\n",
        [
            '2:19 places.sangin.nam: "nam" is not a field of sangin. Write name.',
            '3:46 voices.reuters.relation: "told" is not among the choices for relation. '
            "Write one of stated, quoted_by, cited_by, translated_by, coded_by.",
            '4:21 defaults.country: "af" is not how country is written. Write AF.',
            '4:31 defaults.zone: "Kabul" is not a time zone. Write Asia/Kabul.',
        ],
    ),
    (
        "a misspelt label or a list of places is told once",
        SOURCE
        + "places: {Musa Qala: {name: x}}\nvoices: [governor]\n"
        + "events:\n- {type: airstrike, place: musa-qala, citation: {chain: [governor]}}\n",
        [
            '2:10 places."Musa Qala": "Musa Qala" is not how a name in places is written. Write musa-qala.',
            "3:9 voices: A group of fields is expected here, not a list. "
            "Write voices by label, for the events' chains: {governor: Mohammad Sharif}.",
        ],
    ),
    (
        "a default place that is not there is told once",
        SOURCE + "defaults: {place: sangin}\nevents:\n- {type: airstrike}\n- {type: airstrike}\n",
        ['2:19 defaults.place: "sangin" is not among the places. Add sangin to places, or write {name: sangin}.'],
    ),
    (
        "names of labels and slugs that cannot be any",
        SOURCE + "places: {Musa Qala: x}\nvoices: {A.B: Reuters}\nincidents: {Base Shooting: Shooting, other-one: }\n",
        [
            '2:10 places."Musa Qala": "Musa Qala" is not how a name in places is written. Write musa-qala.',
            '3:10 voices."A.B": "A.B" is not how a name in voices is written. Write a-b.',
            '4:13 incidents."Base Shooting": "Base Shooting" is not how a name in incidents is written. '
            "Write base-shooting.",
            "4:38 incidents.other-one: Nothing is written here. "
            "Write new incidents, each slug with its title: {base-shooting: Shooting at the base}.",
        ],
    ),
    (
        "no source for any of the claims",
        "events:\n- {type: airstrike}\n- {type: airstrike, citation: {locator: para 3}}\n",
        [f"1:1 source: This field is missing. Add source: {WHOLE}"],
    ),
    (
        "a source that is no key",
        "source: Sputnik News\nevents:\n- {type: airstrike}\n",
        [f'1:9 source: "Sputnik News" is not the key of a source. Write {WHOLE}'],
    ),
    (
        "a faulty source is told once, not for each of its claims",
        "source: {key: Sputnik 1, kind: blog, published: 2015-08-26T25:13}\n" + STRIKE + "- {type: airstrike}\n",
        [
            "1:9 source.publisher: This field is missing. Add publisher: who published it, spelt as in the source.",
            '1:15 source.key: "Sputnik 1" is not how key is written. Write sputnik-1.',
            '1:32 source.kind: "blog" is not among the choices for kind. Write one of news, wire, statement, report, '
            "dataset, post, book, document, other.",
            '1:49 source.published: "2015-08-26T25:13" is not a time of day. '
            "Hours go to 23, minutes and seconds to 59.",
        ],
    ),
    (
        "parts of the sheet that do not exist or are something else",
        SOURCE + "event: []\nplaces: [Musa Qala]\ndefaults: AF\nevents: {type: airstrike}\n",
        [
            '2:1 event: "event" is not a field of the sheet. Write events.',
            "3:9 places: A group of fields is expected here, not a list. "
            "Write places by label, for the events' place: {musa-qala: {name: Musa Qala}}.",
            '4:11 defaults: A group of fields is expected here, not "AF". Write {country: …, zone: …}.',
            "5:9 events: A list is expected here, not a group of fields. Begin each item with -, or put it in [ ].",
        ],
    ),
    (
        "a sheet with nothing in it",
        "events: []\n",
        ["1:1: The sheet holds nothing. Add events: and the first one below it."],
    ),
    (
        "a key written twice, and what is wrong elsewhere",
        SOURCE + STRIKE + "  strikes: 3\n  strikes: 4x\n  incident: A B\n",
        [
            '5:3 events[0].strikes: "strikes" is written twice, first in line 4. Write it once.',
            '6:13 events[0].incident: "A B" is not how incident is written. Write a-b.',
        ],
    ),
    (
        "what YAML has and sheets have not",
        SOURCE + "events:\n- {type: airstrike, strikes: !!int 3, incident: &a x}\n- {type: airstrike, incident: *a}\n",
        [
            "3:30 events[0].strikes: !!int is a tag. Leave it out, or quote the text.",
            "3:49 events[0].incident: &a is an anchor. Leave it out, or quote the text.",
            "4:31 events[1].incident: *a is an alias. Write the value in full, or quote it.",
        ],
    ),
]
