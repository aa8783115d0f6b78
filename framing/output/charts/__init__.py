"""Charts of rates and of calibration, as images and as pages that work offline."""

from framing.output.charts.calibration import calibration_picture
from framing.output.charts.devices import device_picture
from framing.output.charts.months import MOST_PANELS, month_picture
from framing.output.charts.profile import MOST_GROUPS, profile_picture
from framing.output.charts.rates import GroupRates, Rated, of_profiles, of_report, of_universe
from framing.output.charts.save import CHART_ENDINGS, Picture, write_picture

__all__ = [
    "CHART_ENDINGS",
    "MOST_GROUPS",
    "MOST_PANELS",
    "GroupRates",
    "Picture",
    "Rated",
    "calibration_picture",
    "device_picture",
    "month_picture",
    "of_profiles",
    "of_report",
    "of_universe",
    "profile_picture",
    "write_picture",
]
