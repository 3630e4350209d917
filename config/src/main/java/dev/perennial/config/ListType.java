package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;

/// Items between commas, in brackets where the bounds say so. What it hands out is immutable.
record ListType(ValueType item, Bounds bounds, Count count) implements ValueType {

  @Override
  public Object convert(String text) throws BadValue {
    List<Object> items = new ArrayList<>();
    Pieces.each(
        bounds.inside(text.strip()),
        item.mayHaveCommas(),
        piece -> items.add(item(piece, items.size() + 1)));
    count.check(items.size(), "items");
    return List.copyOf(items);
  }

  private Object item(String piece, int number) throws BadValue {
    try {
      return item.convert(piece);
    } catch (BadValue e) {
      throw new BadValue("has item " + number + ", which " + e.problem(), e.hint());
    }
  }

  @Override
  public ValueType scalar() {
    return item.scalar();
  }

  @Override
  public boolean acceptsEmpty() {
    return bounds == Bounds.NONE;
  }

  @Override
  public boolean mayHaveCommas() {
    return true;
  }

  @Override
  public String description() {
    return "list value";
  }

  @Override
  public String placeholder() {
    return item.placeholder() + ",...";
  }
}
