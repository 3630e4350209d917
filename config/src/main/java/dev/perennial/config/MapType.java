package dev.perennial.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Pairs between commas, in braces where the bounds say so. What it hands out is immutable and
/// keeps the order of the text.
record MapType(ValueType value, char separator, Bounds bounds, Count count) implements ValueType {

  @Override
  public Object convert(String text) throws BadValue {
    Pairs pairs = new Pairs();
    Pieces.each(bounds.inside(text.strip()), value.mayHaveCommas(), pairs);
    count.check(pairs.good.size(), "pairs");
    return Collections.unmodifiableMap(pairs.good);
  }

  private final class Pairs implements Pieces.Taker {
    private final Map<String, Object> good = new LinkedHashMap<>();

    @Override
    public void take(String piece) throws BadValue {
      put(good, piece);
    }
  }

  private void put(Map<String, Object> pairs, String piece) throws BadValue {
    int sign = piece.indexOf(separator);
    String number = "has pair " + (pairs.size() + 1) + ", which ";
    if (sign < 0) {
      throw new BadValue(number + "has no '" + separator + "'", "write key" + separator + "value");
    }
    String key = piece.substring(0, sign).strip();
    if (key.isEmpty()) {
      throw new BadValue(number + "has no key");
    }
    if (pairs.containsKey(key)) {
      throw new BadValue(number + "repeats a key");
    }
    pairs.put(key, value(piece.substring(sign + 1).strip(), number));
  }

  private Object value(String text, String number) throws BadValue {
    try {
      return value.convert(text);
    } catch (BadValue e) {
      throw new BadValue(number + "has a value that " + e.problem(), e.hint());
    }
  }

  @Override
  public ValueType scalar() {
    return value.scalar();
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
    return "dict value";
  }

  @Override
  public String placeholder() {
    return "KEY" + separator + value.placeholder() + ",...";
  }
}
