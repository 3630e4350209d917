package dev.perennial.config;

import java.util.Locale;

/// Amounts of bytes: a number, and a unit where it is not bytes.
record ByteSizeType() implements ValueType {
  private static final String PREFIXES = "kmgt";

  @Override
  public Object convert(String text) throws BadValue {
    String size = text.strip();
    int end = 0;
    while (end < size.length()
        && Character.digit(size.charAt(end), 10) >= 0
        && size.charAt(end) < 128) {
      end++;
    }
    if (end == 0) {
      throw new BadValue("is not a size", "write a number of bytes, or one like 64K, 10 MiB, 1 GB");
    }
    try {
      long number = Long.parseLong(size.substring(0, end));
      return new ByteSize(Math.multiplyExact(number, factor(size.substring(end).strip())));
    } catch (NumberFormatException | ArithmeticException tooLarge) {
      throw new BadValue("is too large");
    }
  }

  /// `K` and `KiB` are 1024, as in systemd and on the command line of a JVM; `kB` is 1000.
  private static long factor(String unit) throws BadValue {
    String small = unit.toLowerCase(Locale.ROOT);
    if (small.isEmpty() || small.equals("b")) {
      return 1;
    }
    int power = PREFIXES.indexOf(small.charAt(0)) + 1;
    String rest = small.substring(1);
    if (power == 0 || !(rest.isEmpty() || rest.equals("b") || rest.equals("ib"))) {
      throw new BadValue("has an unknown unit", "use one of K M G T, KiB MiB GiB TiB, kB MB GB TB");
    }
    return power(rest.equals("b") ? 1000 : 1024, power);
  }

  private static long power(long base, int exponent) {
    long result = 1;
    for (int i = 0; i < exponent; i++) {
      result *= base;
    }
    return result;
  }

  @Override
  public boolean hasMeasure() {
    return true;
  }

  @Override
  public double measure(Object value) {
    return ((ByteSize) value).bytes();
  }

  @Override
  public String description() {
    return "size value in bytes";
  }

  @Override
  public String placeholder() {
    return "BYTES";
  }
}
