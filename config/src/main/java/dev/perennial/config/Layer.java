package dev.perennial.config;

/// The kinds of places where values come from, from weak to strong.
enum Layer {
  DEFAULT,
  SOURCE,
  FILE,
  ENVIRONMENT,
  ARGUMENT,
  CODE;

  static Layer of(Origin origin) {
    if (origin instanceof Origin.InFile) {
      return FILE;
    } else if (origin instanceof Origin.Argument) {
      return ARGUMENT;
    } else if (origin instanceof Origin.Variable) {
      return ENVIRONMENT;
    } else if (origin instanceof Origin.InSource) {
      return SOURCE;
    }
    return origin instanceof Origin.Code ? CODE : DEFAULT;
  }
}
