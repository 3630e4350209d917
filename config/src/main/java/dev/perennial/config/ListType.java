package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;

/// Items between commas, in brackets where the bounds say so. What it hands out is immutable.
record ListType(ValueType item, Bounds bounds, Count count) implements ValueType {

  @Override
  public Object convert(String text) throws BadValue {
    Items items = new Items();
    Pieces.each(bounds.inside(text.strip()), item.mayHaveCommas(), items);
    count.check(items.good.size(), "items");
    return List.copyOf(items.good);
  }

  private final class Items implements Pieces.Taker {
    private final List<Object> good = new ArrayList<>();

    @Override
    public void take(String piece) throws BadValue {
      good.add(item(piece, good.size() + 1));
    }
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
