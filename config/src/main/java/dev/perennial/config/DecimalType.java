package dev.perennial.config;

import java.math.BigDecimal;

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

  /// The number as other programs write it into a text: `2.0`, `1e+16`.
  static String text(double number) {
    BigDecimal exact = new BigDecimal(Double.toString(number));
    int exponent = exact.precision() - exact.scale() - 1;
    if (number == 0 || (exponent >= -4 && exponent < 16)) {
      String plain = exact.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String digits = exact.stripTrailingZeros().unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    String sign = number < 0 ? "-" : "";
    return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
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
