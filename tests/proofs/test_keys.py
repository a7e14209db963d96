"""The private key is its owner's alone from its first byte on, in one file; every key that signed stays known."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import warnings
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from timeline.errors import TimelineError
from timeline.proofs.keys import SIGNING, VERIFIER, listed, rotate, signing_key
from timeline.proofs.signing import SigningKey
from timeline.verifier import keys_in

ORIGIN = "incident-timeline/TST"


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_a_new_key_can_be_read_by_its_owner_alone_even_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = list[tuple[str, int]]()
    fsync = os.fsync

    def look(descriptor: int) -> None:
        seen.extend((file.name, mode(file)) for file in tmp_path.iterdir() if file.name.startswith(SIGNING))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    before = os.umask(0)
    try:
        key = signing_key(tmp_path, ORIGIN)
    finally:
        os.umask(before)
    assert seen[0] == (f"{SIGNING}.new", 0o600)
    assert {name: mode(tmp_path / name) for name in (SIGNING, VERIFIER)} == {SIGNING: 0o600, VERIFIER: 0o666}
    assert listed(tmp_path).splitlines()[1:] == [key.verifier]


def test_the_private_key_is_in_its_file_alone_in_a_form_that_openssl_reads(tmp_path: Path) -> None:
    key = signing_key(tmp_path, ORIGIN)
    private = load_pem_private_key((tmp_path / SIGNING).read_bytes(), None)
    assert isinstance(private, Ed25519PrivateKey)
    body = b"".join((tmp_path / SIGNING).read_bytes().splitlines()[1:-1])
    for file in tmp_path.iterdir():
        if file.name != SIGNING:
            assert private.private_bytes_raw() not in file.read_bytes()
            assert body not in file.read_bytes()
    command = ["openssl", "pkey", "-in", str(tmp_path / SIGNING), "-pubout", "-outform", "DER"]
    public = subprocess.run(command, check=True, capture_output=True).stdout
    assert public.endswith(b64decode(key.verifier.split("+", 2)[2])[1:])


def test_the_same_key_is_used_again(tmp_path: Path) -> None:
    assert signing_key(tmp_path, ORIGIN).verifier == signing_key(tmp_path, ORIGIN).verifier
    assert len(keys_in(listed(tmp_path))) == 1


def test_several_at_once_make_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = {key.verifier for key in pool.map(lambda _: signing_key(tmp_path, ORIGIN), range(16))}
    assert len(made) == len(keys_in(listed(tmp_path))) == 1


def test_what_a_rotated_key_has_signed_can_still_be_checked(tmp_path: Path) -> None:
    old, new = signing_key(tmp_path, ORIGIN), rotate(tmp_path, ORIGIN)
    assert signing_key(tmp_path, ORIGIN).verifier == new.verifier != old.verifier
    assert listed(tmp_path).splitlines()[1:] == [old.verifier, new.verifier]
    assert mode(tmp_path / SIGNING) == 0o600


def test_a_list_that_an_interruption_has_left_without_the_key_is_completed(tmp_path: Path) -> None:
    old = signing_key(tmp_path, ORIGIN)
    (tmp_path / VERIFIER).unlink()
    new = rotate(tmp_path, ORIGIN)
    assert [str(key) for key in keys_in(listed(tmp_path))] == [key.verifier[:30] for key in (old, new)]
    (tmp_path / VERIFIER).unlink()
    (tmp_path / f"{SIGNING}.new").write_text("half of a ke")
    assert signing_key(tmp_path, ORIGIN).verifier in listed(tmp_path)


def test_a_key_that_nobody_has_listed_is_listed_with_a_warning(tmp_path: Path) -> None:
    own, foreign = signing_key(tmp_path, ORIGIN), SigningKey.new(ORIGIN)
    (tmp_path / SIGNING).write_bytes(foreign.pem())
    with pytest.warns(RuntimeWarning, match="did not list the key in ") as warned:
        signing_key(tmp_path, ORIGIN)
    assert foreign.verifier in str(warned[0].message)
    assert listed(tmp_path).splitlines()[1:] == [own.verifier, foreign.verifier]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        signing_key(tmp_path, ORIGIN)


def test_a_key_that_was_replaced_signs_nothing_when_it_is_put_back(tmp_path: Path) -> None:
    old = signing_key(tmp_path, ORIGIN)
    new = rotate(tmp_path, ORIGIN)
    kept = (tmp_path / SIGNING).read_bytes()
    (tmp_path / SIGNING).write_bytes(old.pem())
    with pytest.raises(TimelineError, match=r"older key(.|\n)*key --rotate"):
        signing_key(tmp_path, ORIGIN)
    assert listed(tmp_path).splitlines()[1:] == [old.verifier, new.verifier]
    blank = listed(tmp_path).replace(old.verifier, f" {old.verifier} ")
    (tmp_path / VERIFIER).write_text(blank)
    with pytest.raises(TimelineError, match="older key"):
        signing_key(tmp_path, ORIGIN)
    assert listed(tmp_path) == blank
    (tmp_path / SIGNING).write_bytes(kept)
    assert signing_key(tmp_path, ORIGIN).verifier == new.verifier
    (tmp_path / SIGNING).write_bytes(old.pem())
    assert rotate(tmp_path, ORIGIN).verifier == signing_key(tmp_path, ORIGIN).verifier


@pytest.mark.parametrize("others", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_use_signs_nothing_and_can_be_rotated(tmp_path: Path, others: int) -> None:
    signing_key(tmp_path, ORIGIN)
    (tmp_path / SIGNING).chmod(others)
    with pytest.raises(TimelineError, match=r"may be used by others than you(.|\n)*chmod 600(.|\n)*key --rotate"):
        signing_key(tmp_path, ORIGIN)
    rotate(tmp_path, ORIGIN)
    signing_key(tmp_path, ORIGIN)


def test_a_lost_key_is_not_replaced_in_silence(tmp_path: Path) -> None:
    signing_key(tmp_path, ORIGIN)
    (tmp_path / SIGNING).unlink()
    with pytest.raises(TimelineError, match=r"is missing, and verifier\.keys says that there was one"):
        signing_key(tmp_path, ORIGIN)
    rotate(tmp_path, ORIGIN)
    assert len(keys_in(listed(tmp_path))) == 2


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("", "holds no key in PEM"),
        ("ed25519 -aes256 -pass pass:word", "holds no key in PEM, or one with a password"),
        ("EC -pkeyopt ec_paramgen_curve:P-256", "another kind than Ed25519"),
    ],
)
def test_a_file_that_is_no_such_key_is_named(tmp_path: Path, kind: str, words: str) -> None:
    file = tmp_path / SIGNING
    file.touch(0o600)
    if kind:
        command = ["openssl", "genpkey", "-algorithm", *kind.split(), "-out", str(file)]
        subprocess.run(command, check=True, capture_output=True)
    for use in (signing_key, rotate):
        with pytest.raises(TimelineError, match=words) as refused:
            use(tmp_path, ORIGIN)
    assert "move this away and make a new one: timeline key --rotate" in str(refused.value)
    file.rename(tmp_path / "away")
    assert rotate(tmp_path, ORIGIN).verifier in listed(tmp_path)


def test_a_folder_in_the_place_of_the_key_is_told_as_one(tmp_path: Path) -> None:
    signing_key(tmp_path, ORIGIN)
    (tmp_path / SIGNING).unlink()
    (tmp_path / SIGNING).mkdir()
    for use in (signing_key, rotate):
        with pytest.raises(TimelineError, match=r"signing\.key is no file\. Move it away, and put the key back"):
            use(tmp_path, ORIGIN)
    (tmp_path / SIGNING).rmdir()
    rotate(tmp_path, ORIGIN)


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(TimelineError, match="No such file or directory"):
        signing_key(tmp_path / "gone", ORIGIN)


def test_a_note_is_spelt_as_the_specification_has_it() -> None:
    key = SigningKey.new("example.com/log")
    text, _, signatures = key.sign("example.com/log\n0\nroot\n").partition("\n\n")
    assert text == "example.com/log\n0\nroot"
    dash, name, encoded = signatures.removesuffix("\n").split(" ")
    (verifier,) = keys_in(key.verifier)
    assert (dash, name, b64decode(encoded)[:4]) == ("—", "example.com/log", verifier.id)
    assert verifier.has_signed(f"{text}\n".encode(), b64decode(encoded)[4:])
    assert SigningKey.read("example.com/log", key.pem()).verifier == key.verifier


def test_no_other_command_waits_for_the_library() -> None:
    code = (
        "import sys, timeline.verifier, timeline.proofs.keys; from timeline.cli.group import VERBS, cli\n"
        "print(all(cli.get_command(None, verb) for verb in VERBS), 'cryptography' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True False\n"
