"""Worksheets of Moodle in several languages, as it writes them."""

import re
from pathlib import Path

import pytest

from autograder.collect.class_list import class_list
from autograder.collect.worksheet import LANGUAGES, Worksheet, is_locked, worksheet
from autograder.errors import ConfigError
from autograder.sheets import sheet_of

GERMAN = (
    'ID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,Bestwertung,"Bewertung kann geändert werden",'
    '"Zuletzt geändert (Abgabe)","Texteingabe online","Zuletzt geändert (Bewertung)","Feedback als Kommentar"\n'
    'Teilnehmer/in1234567,"Ada Lovelace",ada@example.edu,"Zur Bewertung abgegeben - 3 Stunden zu spät -  - ",,'
    '"10,00",Ja,"Dienstag, 2. Dezember 2025, 10:37",octocat,-,\n'
    'Teilnehmer/in1234568,"Bo Hopper",bo@example.edu,"Keine Abgabe - ","4,00","10,00",Nein,-,,'
    '"Dienstag, 2. Dezember 2025, 10:37",\n'
)
FRENCH = (
    "Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,La note peut être modifiée,"
    "Dernière modification (note),Feedback par commentaires\n"
    'Participant900110,Ada Lovelace,ada@example.edu, -,,"100,00",Oui,-,\n'
)
SPANISH = (
    'Identificador,"Nombre completo","Dirección de correo",Estado,Calificación,"Calificación máxima",'
    '"La calificación puede ser cambiada","Última modificación (entrega)","Última modificación (calificación)"\n'
    '"Participante 567","Ada Lovelace",ada@example.edu,"Enviado para calificar - ",,"10,00",Sí,'
    '"martes, 2 de diciembre de 2025, 10:37",-\n'
    '"Participante 568","Bo Hopper",bo@example.edu,"No entregado - ","4,00","10,00",No,-,-\n'
)


def found(text):
    return worksheet(sheet_of(text.encode(), Path("w.csv")))


def test_one_in_german():
    assert found(GERMAN) == Worksheet(
        language="German",
        identifier=0,
        name=1,
        email=2,
        grade=4,
        most=5,
        changeable=6,
        submitted=7,
        marked=9,
    )


def test_one_in_french_without_hand_ins():
    assert found(FRENCH) == Worksheet(
        language="French", identifier=0, name=1, email=2, grade=4, most=5, changeable=6, marked=7
    )


def test_one_in_a_language_that_is_not_known_is_known_by_what_is_in_it():
    of_spanish = {"identifier": 0, "name": 1, "email": 2, "grade": 4, "most": 5, "changeable": 6, "submitted": 7}
    assert found(SPANISH) == Worksheet(language="", **of_spanish)


def test_german_and_french_have_the_order_by_which_others_are_known():
    """So the rule holds for what Moodle really writes; changed titles stand for one more language."""
    for text, title in ((GERMAN, "Zuletzt geändert"), (FRENCH, "Dernière modification")):
        known, (head, _, rows) = found(text), text.partition("\n")
        other = found(
            f"{head.replace(title, 'Senest endret').replace('ID,', 'Nr,').replace('Identifiant', 'Nr')}\n{rows}"
        )
        assert other.language == ""
        for role in ("identifier", "name", "email", "grade", "most", "changeable", "submitted"):
            assert getattr(other, role) == getattr(known, role), role


def test_where_grading_is_blind_nobody_is_called_by_a_status():
    blind = (
        "Identificador,Estado,Calificación,Máxima,Cambiada,Última (entrega),Última (calificación)\n"
        "Participante 1,Enviado,,10,Sí,-,-\nParticipante 2,No entregado,,10,Sí,-,-\n"
    )
    assert (found(blind).name, found(blind).grade, found(blind).submitted) == (None, 2, 5)
    teams = (
        blind.replace("Estado,", "Estado,Grupo,")
        .replace("Enviado,", "Enviado,A,")
        .replace("entregado,", "entregado,B,")
    )
    alike = teams.replace("No entregado", "Enviado")
    assert (found(alike).name, found(alike).grade) == (None, 3)
    assert found(SPANISH.replace("ada@example.edu", "").replace("bo@example.edu", "")).name == 1


@pytest.mark.parametrize(
    "text",
    [
        "sid,name,points,of,passed\nA1,Ada,3,10,yes\nB1,Bo,4,10,no\n",
        "ID,Name,Email\n1,Ada,ada@example.edu\n",
        "ID,Vollständiger Name,E-Mail-Adresse\n00123,Ada,ada@example.edu\n",  # SIDs, with their zeros
        "Identifiant,Nom complet,Note\np0012345,Ada,\n",
        "Student,ID,SIS User ID,Section,Lab 01 (1)\nAda,1,2,A,\n",
        "Team,Ort,Note,Bestnote,Ja\nTeam 1,X,1,6,Ja\nTeam 1,Y,2,6,Ja\n",  # nobody has a number of their own
        SPANISH.replace('"10,00",No', '"20,00",No'),  # another maximum
        SPANISH.replace("No,-,-", "Quizás después,-,-"),
        SPANISH.replace("Participante 568", "Invitado 568"),
        SPANISH.replace('Estado,Calificación,"Calificación máxima"', "Estado,Grupo,Nivel").replace('"10,00"', "A"),
        "Identificador,A,B,C,D,E\nP 1,x,,10,10,Sí\nP 2,y,,10,10,Sí\n",  # two columns may be the grade
        "Identificador\n",
    ],
)
def test_nothing_else_is_taken_for_one(text):
    assert found(text) is None


def test_whether_a_grade_is_locked_is_read_in_their_words():
    assert all(map(is_locked, ("No", "Nein", "non", "NÃO")))
    assert not any(map(is_locked, ("Yes", "Ja", "Oui", "Sí", "")))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GERMAN.replace("ID,", "Kennung,", 1), r"'ID', as a .* in German has, found 'Kennung' in its place"),
        (GERMAN.replace("ID,", "Teilnehmer/in-ID,", 1), r"'ID', as a .* in German has, found 'Teilnehmer/in-ID' in"),
        (FRENCH.replace("Identifiant", "Numéro"), r"'Identifiant', as a .* in French has, found 'Numéro' in its"),
        (GERMAN.replace("ID,", "", 1), r"'ID', as a .* in German has, found none"),
    ],
)
def test_where_only_the_column_of_participants_is_not_known_it_is_named(text, told):
    with pytest.raises(ConfigError, match=r"^w\.csv, line 1: expected a column " + told):
        class_list(sheet_of(text.encode(), Path("w.csv")))


def test_the_first_lines_in_the_documentation_are_known():
    text = (Path(__file__).parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")
    for language, first in (("English", "Identifier"), ("German", "ID"), ("French", "Identifiant")):
        (line,) = re.findall(rf'^{first},".*$', text, re.MULTILINE)
        columns = found(f"{line}\n")
        assert columns.language == language
        assert None not in (columns.name, columns.email, columns.grade, columns.most, columns.changeable)
        assert None not in (columns.submitted, columns.marked)


def test_every_language_has_every_column():
    roles = [list(names) for names in LANGUAGES.values()]
    assert all(each == roles[0] for each in roles)
    assert all(name == name.casefold() for names in LANGUAGES.values() for some in names.values() for name in some)
