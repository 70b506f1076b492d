/** Words that English cannot do without and German does not have: where one stands, something is not translated. */
export const ENGLISH_WORD =
  /\b(the|and|of|to|with|by|from|this|that|your?|is|are|be|press|space|select(ed)?|(un)?checked|toggle|row|column|orders?|customer|search|loading|clear|open|close|draggable|sortable)\b/i;
