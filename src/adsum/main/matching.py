"""How the gallery answers, by the settings."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from adsum.app.calibrate import CalibratedRule
from adsum.app.gallery import Matching
from adsum.config.settings import Settings
from adsum.models.int4_scan import OpenVinoScan
from adsum.vision.gallery import DecisionRule
from adsum.vision.matchers import BLEND, MATCHERS, View
from adsum.vision.pipeline import DEFAULT_THRESHOLD, FacePipeline, stretch
from adsum.vision.types import RecogniserId, Vector


def settings_rule(settings: Settings) -> DecisionRule:
    """Return the decision rule of the settings, for where the gallery has none of its own."""
    return DecisionRule(settings.threshold or DEFAULT_THRESHOLD, settings.margin)


def calibrated_view(settings: Settings) -> View:
    """Return the matcher that a calibration is made for."""
    matcher = MATCHERS[settings.matcher]
    return matcher if isinstance(matcher, View) else BLEND


def gallery_matching(settings: Settings, pipeline: FacePipeline) -> Matching:
    """Return the matcher, the search, and what finds the rule: calibration if a promise is set,
    else the settings' threshold, else the recogniser's own."""
    matcher = MATCHERS[settings.matcher]

    def find_rule(made_by: RecogniserId, templates: Mapping[str, Vector]) -> DecisionRule | None:
        if settings.false_accepts > 0:
            view, threshold = calibrated_view(settings), pipeline.current().threshold
            rule = CalibratedRule(settings.false_accepts, view, threshold)(templates)
            if rule is not None:
                return rule
        current = pipeline.current()
        foreign = current.made_by != made_by
        if settings.threshold > 0 or foreign or not isinstance(matcher, View):
            return settings_rule(settings)
        least = matcher.similarity(np.array([current.threshold], np.float32))
        return DecisionRule(float(least[0]), settings.margin / stretch(current.threshold))

    return Matching(matcher, find_rule, OpenVinoScan())
