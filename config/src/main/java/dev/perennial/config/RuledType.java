package dev.perennial.config;

/// A type for single values together with the rules that hold beyond it.
record RuledType(ValueType type, Constraint rules) implements ValueType {

  static ValueType of(ValueType type, Constraint rules) {
    return rules == Constraint.NONE ? type : new RuledType(type, rules);
  }

  @Override
  public Object convert(String text) throws BadValue {
    Object value = type.convert(text);
    rules.check(type, value, text);
    return value;
  }

  @Override
  public ValueType scalar() {
    return type;
  }

  @Override
  public boolean acceptsEmpty() {
    return type.acceptsEmpty();
  }

  @Override
  public boolean mayHaveCommas() {
    return type.mayHaveCommas();
  }

  @Override
  public String description() {
    return type.description();
  }

  @Override
  public String placeholder() {
    return type.placeholder();
  }
}
