package dev.perennial.config;

/// `host:port`, with an IPv6 address in brackets.
record HostPortType() implements ValueType {
  private static final HostType HOST = new HostType(HostType.Kind.ADDRESS);
  private static final AddressType V6 = new AddressType(AddressType.Version.V6, true);

  @Override
  public Object convert(String text) throws BadValue {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || colon == text.length() - 1) {
      throw new BadValue("has no port", "write host:port");
    }
    String host = host(text.substring(0, colon));
    return new HostPort(host, (int) IntegerType.PORT.convert(text.substring(colon + 1)));
  }

  private static String host(String text) throws BadValue {
    if (text.startsWith("[") && text.endsWith("]")) {
      return (String) V6.convert(text.substring(1, text.length() - 1));
    }
    if (text.indexOf(':') >= 0) {
      throw new BadValue("has more than one colon", "write an IPv6 address in brackets");
    }
    return (String) HOST.convert(text);
  }

  @Override
  public String description() {
    return "host and port value";
  }

  @Override
  public String placeholder() {
    return "HOST:PORT";
  }
}
