package dev.perennial.config;

/// Numbers with a fraction, finite ones only.
record DecimalType() implements ValueType {

  @Override
  public Object convert(String text) throws BadValue {
    String number = text.strip();
    if (!isNumber(number)) {
      throw new BadValue("is not a number");
    }
    double value = Double.parseDouble(number);
    if (Double.isInfinite(value)) {
      throw new BadValue("is too large");
    }
    return value;
  }

  /// The JDK's parser takes hexadecimal, `NaN` and a trailing `f` as well: none of them is made of
  /// these signs only.
  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Override
  public boolean hasMeasure() {
    return true;
  }

  @Override
  public double measure(Object value) {
    return (Double) value;
  }

  @Override
  public String description() {
    return "floating point value";
  }

  @Override
  public String placeholder() {
    return "NUMBER";
  }
}
