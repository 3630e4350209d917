package dev.perennial.config;

/// Names of hosts, and addresses where the kind allows them. Whether a host exists is not asked.
record HostType(Kind kind) implements ValueType {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;
  private static final AddressType ADDRESS = new AddressType(AddressType.Version.ANY, true);

  enum Kind {
    NAME("hostname", "a host name"),
    ADDRESS("host address", "a host name or an IP address"),
    DOMAIN("host domain", "a host name, with underscores or without, or an IP address");

    private final String word;
    private final String words;

    Kind(String word, String words) {
      this.word = word;
      this.words = words;
    }
  }

  @Override
  public Object convert(String text) throws BadValue {
    if (kind != Kind.NAME && ADDRESS.accepts(text)) {
      return text;
    }
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (!isName(name)) {
      throw new BadValue("is not " + kind.words);
    }
    return name;
  }

  private boolean isName(String name) {
    int start = 0;
    boolean good = !name.isEmpty() && name.length() <= LONGEST_NAME;
    while (good && start <= name.length()) {
      int dot = name.indexOf('.', start);
      int end = dot < 0 ? name.length() : dot;
      good = isLabel(name, start, end) && (dot >= 0 || mayBeLast(name, start, end));
      start = end + 1;
    }
    return good;
  }

  private boolean isLabel(String name, int start, int end) {
    if (end == start || end - start > LONGEST_LABEL) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (!isAllowed(name.charAt(i))) {
        return false;
      }
    }
    return name.charAt(start) != '-' && name.charAt(end - 1) != '-';
  }

  private boolean isAllowed(char sign) {
    return (sign >= 'a' && sign <= 'z')
        || (sign >= 'A' && sign <= 'Z')
        || (sign >= '0' && sign <= '9')
        || sign == '-'
        || (sign == '_' && kind == Kind.DOMAIN);
  }

  /// The last label of a name has a letter or a hyphen: `10.0.0.300` is a mistyped address.
  private static boolean mayBeLast(String name, int start, int end) {
    for (int i = start; i < end; i++) {
      char sign = name.charAt(i);
      if (sign != '_' && (sign < '0' || sign > '9')) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String description() {
    return kind.word + " value";
  }

  @Override
  public String placeholder() {
    return "HOST";
  }
}
