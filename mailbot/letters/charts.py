"""Native charts of the workbooks we write: bars over cells of a sheet, which any spreadsheet redraws by itself.

A chart refers to its cells, so a number corrected by the office moves its bar.
"""

from dataclasses import dataclass
from typing import Any

CM_A_BAR = 0.75
"""Height of one bar with its gap, in centimetres."""
CM_AROUND = 3.5
"""Height of title, legend and axis."""
WIDTH_CM = 20.0
CM_A_ROW = 0.529
"""Height of a row of 15 points."""
COLOURS = ("2E7D4F", "D08A1E", "B42318", "57606A")


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart: ``first`` to ``last`` are the rows of the values (from 0, the heading stands above the first).

    ``names`` is the column of the bars' names, ``values`` are the columns of their parts, stacked.
    """

    title: str
    first: int
    last: int
    names: int
    values: tuple[int, ...]


def rows_covered(bars: Bars) -> int:
    """Tell how many rows of usual height a chart covers, with one below it."""
    return int(_height(bars) / CM_A_ROW) + 2


def _height(bars: Bars) -> float:
    return CM_AROUND + CM_A_BAR * (bars.last - bars.first + 1)


def draw(sheet: Any, bars: Bars, row: int, column: int) -> None:
    """Draw a chart into a sheet of openpyxl; its upper left corner covers a cell."""
    from openpyxl.chart import BarChart, Reference

    chart: Any = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 40
    chart.title = bars.title
    chart.width, chart.height = WIDTH_CM, _height(bars)
    if len(bars.values) > 1:
        chart.legend.position = "b"
    else:
        chart.legend = None
    # Bars grow from below; the notice's first area belongs to the top.
    chart.x_axis.scaling.orientation = "maxMin"
    # Without these two openpyxl writes axes that Excel does not show.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines = None
    for place, value in enumerate(bars.values):
        chart.add_data(Reference(sheet, min_col=value + 1, min_row=bars.first, max_row=bars.last + 1), titles_from_data=True)
        chart.series[place].graphicalProperties.solidFill = COLOURS[place % len(COLOURS)]
    chart.set_categories(Reference(sheet, min_col=bars.names + 1, min_row=bars.first + 1, max_row=bars.last + 1))
    sheet.add_chart(chart, sheet.cell(row + 1, column + 1).coordinate)
