"""Screens of figures and of acts: any figure opened to its facts (任一数字可追溯), the trace (留痕)."""
