"""The report on the heads' confidences as JSON, for the model card and for its pictures."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from engine.calibration import Scaling
from engine.evaluation.confusion import Confusion
from engine.evaluation.reliability import Bin, Interval, Reliability
from engine.evaluation.reliability_report import Line, Report

_FORMAT = 1


def save_report(path: Path, told: Report) -> None:
    """Write it as JSON, beside the old file first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"format": _FORMAT, **asdict(told)}
    for scaling in content["scalings"].values():
        scaling["bias"] = [round(float(value), 6) for value in scaling["bias"]]
    for one in content["confusions"]:
        one["counts"] = one["counts"].tolist()
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    unfinished.replace(path)


def read_report(path: Path) -> Report:
    """Read what ``save_report`` wrote.

    Raises
    ------
    ValueError
        It is damaged or of another format; the text names the command that writes it.
    OSError
        It cannot be read.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw["format"] != _FORMAT:
            raise ValueError(f"format {raw['format']}")
        return Report(
            models=tuple(raw["models"]),
            scalings={
                name: Scaling(float(scaling["temperature"]), np.array(scaling["bias"], dtype=np.float64))
                for name, scaling in raw["scalings"].items()
            },
            lines=tuple(
                Line(line["head"], line["kind"], line["clips"], _judged(line["before"]), _judged(line["after"]))
                for line in raw["lines"]
            ),
            confusions=tuple(
                Confusion(one["head"], tuple(one["classes"]), np.array(one["counts"], dtype=np.int64))
                for one in raw["confusions"]
            ),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{path} is not what `python -m engine.evaluation calibration --json {path}` writes ({error})"
        ) from error


def _judged(raw: dict[str, Any]) -> Reliability:
    return Reliability(**{**raw, "error": Interval(**raw["error"]), "bins": tuple(Bin(**one) for one in raw["bins"])})
