"""What can go wrong in the laboratory, each with a stable code and a remedy."""

from __future__ import annotations

from adsum.errors import AdsumError, Conflict, InvalidInput, Unavailable


class LabMissing(AdsumError):
    """The laboratory's libraries are not installed."""

    code = "lab.missing"
    remedy = "Run: pip install 'adsum[lab]'"


class BadRecipe(InvalidInput):
    """A recipe cannot be read or asks for something that cannot be."""

    code = "lab.bad_recipe"
    remedy = "See docs/concepts/laboratory.md; the recipes that come with Adsum are in recipes/."


class BadData(InvalidInput):
    """The training data cannot be used at all; single bad files are reported and left out."""

    code = "lab.bad_data"
    remedy = (
        "Give a folder with one folder of photos per person; `adsum-lab check` says what is bad."
    )


class LossNotFinite(AdsumError):
    """The loss became NaN or infinite; the last checkpoint is from before."""

    code = "lab.loss_not_finite"
    remedy = "Lower the rate in the recipe and run it again; it goes on from the last checkpoint."


class CheckpointUnwritable(Unavailable):
    """A checkpoint cannot be written; the one before is untouched."""

    code = "lab.checkpoint_unwritable"
    remedy = "Make room on the disk and run the same command again; it goes on from the checkpoint."


class CheckpointUnreadable(InvalidInput):
    """A checkpoint is damaged or belongs to another net."""

    code = "lab.checkpoint_unreadable"
    remedy = "Run with --fresh to start anew, or give the folder of the run that it belongs to."


class OtherRecipe(Conflict):
    """The run's folder holds a run of another recipe."""

    code = "lab.other_recipe"
    remedy = "Give another --output, or run with --fresh to start anew."


class PretrainedMissing(Unavailable):
    """Published weights that a recipe starts from are not at hand."""

    code = "lab.pretrained_missing"
    remedy = "Give their path or URL and SHA-256 in the recipe's [net] table."


class ExportDiffers(AdsumError):
    """The exported file does not compute what the trained net does."""

    code = "lab.export_differs"
    remedy = "The ONNX file was not kept. Report this with the recipe."


class WeightsRefused(InvalidInput):
    """A file of published weights is damaged, holds another network, or holds more than numbers."""

    code = "lab.weights_refused"
    remedy = "Download it again from where its authors publish it, and compare its SHA-256."
