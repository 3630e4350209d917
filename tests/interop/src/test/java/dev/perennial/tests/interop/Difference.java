package dev.perennial.tests.interop;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What we do otherwise on purpose, and how a mismatch shows that it is nothing else.
/// `docs/design/config-differences.md` says why.
enum Difference {
  BYTE_ORDER_MARK {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      return mismatch.option().isEmpty() && text.startsWith("\ufeff");
    }
  },
  EMPTY_LIST_INSTEAD_OF_NONE {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      return mismatch.ours().equals("Optional[[]]") && mismatch.theirs().equals("Optional.empty");
    }
  },
  NUMBERS_OF_32_AND_64_BITS {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      return mismatch.onlyWeRefuse() && mismatch.ours().contains(" does not fit into ");
    }
  },
  DIGITS_0_TO_9 {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      return mismatch.onlyWeRefuse()
          && isNoNumber(mismatch)
          && mismatch.ours().chars().anyMatch(c -> c > 127 && Character.isDigit(c));
    }
  },
  NO_NAN_NO_INFINITY {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      return mismatch.onlyWeRefuse()
          && isNoNumber(mismatch)
          && mismatch.ours().matches("(?is).*'[+-]?(nan|inf)'.*");
    }
  },
  NO_UNDERSCORE_IN_DECIMALS {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      return mismatch.onlyWeRefuse()
          && mismatch.ours().contains(" is not a number")
          && mismatch.quoted().contains("_");
    }
  },
  NO_EMPTY_ITEM_AMONG_NUMBERS {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      List<String> items = List.of(mismatch.quoted().split("[,:]", -1));
      return mismatch.onlyWeRefuse()
          && Set.of("numbers", "number_pairs", "repeated_numbers").contains(mismatch.name())
          && mismatch.ours().contains("is not an integer")
          && items.stream().anyMatch(String::isBlank);
    }
  },
  TRAILING_COMMA_IN_A_MAP {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      return mismatch.ours().equals("accepted")
          && Set.of("pairs", "number_pairs").contains(mismatch.name())
          && mismatch.theirs().contains("NAME:VALUE pairs")
          && text.lines().anyMatch(line -> line.strip().endsWith(","));
    }
  },
  ONE_ERROR_FOR_ONE_MISTAKE {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      // Whoever refers to a bad value is not bad itself. In [DEFAULT] they call the option that
      // refers unknown, whatever the reason.
      return mismatch.ours().equals("accepted")
          && mismatch.weRefuseAnother()
          && (mismatch.name().equals("referring") || text.contains("$"))
          && (mismatch.theirs().contains("is not valid")
              || mismatch.theirs().contains("RecursionError")
              || mismatch.theirs().contains("no such option " + mismatch.name() + " in "));
    }
  },
  DEFAULT_CAN_BE_NAMED {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      return mismatch.ours().equals("accepted")
          && mismatch.theirs().contains("[DEFAULT]")
          && text.contains("DEFAULT.");
    }
  },
  REFERENCE_TO_A_LIST_IS_ITS_TEXT {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      boolean shown = mismatch.theirs().contains("['") || mismatch.theirs().contains("[]");
      // It stands between brackets, as a list of one kind has to.
      boolean taken = mismatch.name().equals("bracketed") && mismatch.onlyWeRefuse();
      return shown && (mismatch.name().equals("referring") || text.contains("$names"))
          || taken && mismatch.quoted().equals("$names");
    }
  },
  STRICTER_URIS {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      return mismatch.name().equals("uri")
          && mismatch.onlyWeRefuse()
          && (mismatch.ours().contains(" is not a URI")
              || mismatch.ours().contains(" has no valid host"));
    }
  },
  TRAILING_COMMA_IN_BRACKETS {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      return mismatch.name().equals("bracketed")
          && mismatch.theirs().replace(", ]", "]").equals(mismatch.ours().replace(", ]", "]"));
    }
  },
  NO_BREAK_SPACE_IN_ITEMS {
    @Override
    boolean explains(Mismatch mismatch, String text) {
      return text.contains("\u00a0") && mismatch.ours().contains("\u00a0");
    }
  };

  abstract boolean explains(Mismatch mismatch, String text);

  private static boolean isNoNumber(Mismatch mismatch) {
    return mismatch.ours().matches("(?s).*is not an? (integer|number).*");
  }

  /// What the documentation calls it.
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Difference> explaining(Mismatch mismatch, String text) {
    return Arrays.stream(values()).filter(d -> d.explains(mismatch, text)).findFirst();
  }
}
