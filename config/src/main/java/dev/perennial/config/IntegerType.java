package dev.perennial.config;

/// Whole numbers in decimal digits.
record IntegerType(Width width) implements ValueType {

  enum Width {
    /// An `int` that numbers a port.
    PORT("port", 0, 65535),
    INT("integer", Integer.MIN_VALUE, Integer.MAX_VALUE),
    LONG("integer", Long.MIN_VALUE, Long.MAX_VALUE);

    private final String word;
    private final long min;
    private final long max;

    Width(String word, long min, long max) {
      this.word = word;
      this.min = min;
      this.max = max;
    }

    long min() {
      return min;
    }

    long max() {
      return max;
    }
  }

  static final IntegerType PORT = new IntegerType(Width.PORT);

  @Override
  public Object convert(String text) throws BadValue {
    String number = text.strip();
    if (!isNumber(number)) {
      throw new BadValue("is not an integer");
    }
    long value = parsed(number.replace("_", ""));
    if (value < width.min || value > width.max) {
      throw outside(value);
    }
    return width == Width.LONG ? (Object) value : (Object) (int) value;
  }

  /// A sign, then digits with single underscores between them.
  private static boolean isNumber(String text) {
    int start = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    boolean afterDigit = false;
    for (int i = start; i < text.length(); i++) {
      char sign = text.charAt(i);
      boolean digit = sign >= '0' && sign <= '9';
      if (!digit && !(sign == '_' && afterDigit)) {
        return false;
      }
      afterDigit = digit;
    }
    return afterDigit;
  }

  private long parsed(String number) throws BadValue {
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException tooLong) {
      throw outside(number.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE);
    }
  }

  private BadValue outside(long value) {
    return switch (width) {
      case PORT ->
          new BadValue(value < 0 ? "is below the minimum of 0" : "is above the maximum of 65535");
      case INT -> new BadValue("does not fit into 32 bits");
      case LONG -> new BadValue("does not fit into 64 bits");
    };
  }

  @Override
  public boolean hasMeasure() {
    return true;
  }

  @Override
  public double measure(Object value) {
    return ((Number) value).doubleValue();
  }

  @Override
  public String description() {
    return width.word + " value";
  }

  @Override
  public String placeholder() {
    return width == Width.PORT ? "PORT" : "INTEGER";
  }
}
