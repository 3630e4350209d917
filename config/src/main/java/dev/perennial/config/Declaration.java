package dev.perennial.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads one record component and its annotations into an [OptionSpec], and refuses what could only
/// fail later.
final class Declaration {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");

  /// Names that mean something to the loader itself.
  private static final Set<String> RESERVED =
      Set.of(
          "project",
          "prog",
          "version",
          "usage",
          "help",
          "config_file",
          "config_dir",
          "default_config_files",
          "default_config_dirs");

  private final Class<?> record;
  private final RecordComponent component;
  private final Opt opt;

  private Declaration(Class<?> record, RecordComponent component, Opt opt) {
    this.record = record;
    this.component = component;
    this.opt = opt;
  }

  static OptionSpec read(Class<?> record, String section, RecordComponent component) {
    Opt opt = component.getAnnotation(Opt.class);
    if (opt == null) {
      throw refused(record, component, "has no @Opt");
    }
    return new Declaration(record, component, opt).spec(section);
  }

  private OptionSpec spec(String section) {
    Shape shape = shape();
    ValueType type = type(shape);
    OptionSpec spec =
        new OptionSpec(
            OptionKey.of(section, name(section)),
            type,
            shape,
            constraint(type),
            opt.help(),
            opt.def().equals(Opt.UNSET) ? Optional.empty() : Optional.of(opt.def()),
            opt.required(),
            opt.mutable(),
            opt.secret() || type instanceof ValueType.SecretText);
    checkDefault(spec);
    return spec;
  }

  private String name(String section) {
    String name = opt.name().isEmpty() ? snakeCase(component.getName()) : opt.name();
    String inFiles = name.replace('-', '_');
    if (!NAME.matcher(inFiles).matches()) {
      throw refused(Quoted.of(name) + " is no name for an option");
    }
    if (section.equals(Group.DEFAULT) && RESERVED.contains(inFiles)) {
      throw refused("the name " + inFiles + " is reserved in [DEFAULT]");
    }
    return inFiles;
  }

  /// `maxPoolSize` is `max_pool_size`, `httpURL` is `http_url`.
  static String snakeCase(String camelCase) {
    return camelCase
        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  private Shape shape() {
    Class<?> raw = component.getType();
    if (opt.multi() && raw != List.class) {
      throw refused("multi is for a List");
    }
    if (raw == List.class) {
      return opt.multi() ? Shape.MULTI : Shape.LIST;
    }
    if (raw == Optional.class) {
      return Shape.OPTIONAL;
    }
    return raw == OptionalInt.class ? Shape.OPTIONAL_INT : Shape.SINGLE;
  }

  private ValueType type(Shape shape) {
    return switch (shape) {
      case SINGLE -> scalar(component.getType());
      case OPTIONAL_INT -> new ValueType.Whole(false);
      case OPTIONAL, LIST, MULTI -> scalar(argument());
    };
  }

  private Class<?> argument() {
    Type generic = component.getGenericType();
    if (generic instanceof ParameterizedType parameterized
        && parameterized.getActualTypeArguments()[0] instanceof Class<?> argument) {
      return argument;
    }
    throw refused("has a type argument that is no option type: " + generic.getTypeName());
  }

  private ValueType scalar(Class<?> raw) {
    if (raw == String.class) {
      return new ValueType.Text();
    } else if (raw == Secret.class) {
      return new ValueType.SecretText();
    } else if (raw == boolean.class || raw == Boolean.class) {
      return new ValueType.Bool();
    } else if (raw == int.class || raw == Integer.class) {
      return new ValueType.Whole(false);
    } else if (raw == long.class || raw == Long.class) {
      return new ValueType.Whole(true);
    } else if (raw == double.class || raw == Double.class) {
      return new ValueType.Decimal();
    } else if (raw == Duration.class) {
      return new ValueType.Span(opt.unit());
    } else if (raw == Path.class) {
      return new ValueType.PathName();
    } else if (raw.isEnum()) {
      return new ValueType.Constant(raw);
    }
    throw refused("has a type that is no option type: " + raw.getTypeName());
  }

  private Constraint constraint(ValueType type) {
    Range range = component.getAnnotation(Range.class);
    OneOf oneOf = component.getAnnotation(OneOf.class);
    Constraint constraint =
        new Constraint(
            range == null ? Constraint.NONE.min() : range.min(),
            range == null ? Constraint.NONE.max() : range.max(),
            oneOf == null ? List.of() : List.of(oneOf.value()));
    try {
      constraint.checkDeclaration(type);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
    return constraint;
  }

  private void checkDefault(OptionSpec spec) {
    if (spec.def().isEmpty()) {
      if (!spec.required() && !spec.shape().mayBeAbsent()) {
        throw refused("needs a default, or required = true, or an Optional type");
      }
      return;
    }
    String text = spec.def().get();
    try {
      spec.convertDefault(text);
    } catch (BadValue e) {
      throw refused("the default " + Quoted.of(text) + " " + e.problem());
    }
  }

  private IllegalArgumentException refused(String reason) {
    return refused(record, component, reason);
  }

  private static IllegalArgumentException refused(
      Class<?> record, RecordComponent component, String why) {
    return new IllegalArgumentException(
        "%s.%s: %s".formatted(record.getName(), component.getName(), why));
  }
}
