package dev.perennial.config.elsewhere;

/// Options as programs have them: in a package of their own, and not public.
public final class OptionsElsewhere {

  private record Options(String text, int number) {}

  private OptionsElsewhere() {}

  public static Class<? extends Record> type() {
    return Options.class;
  }

  public static Record of(String text, int number) {
    return new Options(text, number);
  }
}
