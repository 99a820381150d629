"""Phase two and what follows from it: merge, reconcile an edited workbook, tell the units; pure, the home of pandas with reports."""
