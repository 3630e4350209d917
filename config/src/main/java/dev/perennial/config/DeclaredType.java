package dev.perennial.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The value type of a component, from its Java type and its annotations.
///
/// @param type the type, rules included
/// @param rules the rules alone
record DeclaredType(ValueType type, Constraint rules) {

  static DeclaredType of(DeclaredComponent component, AnnotationValues opt) {
    Reading reading = new Reading(component, opt, DeclaredRules.of(component));
    ValueType type = reading.type();
    reading.checkSize(type);
    try {
      reading.rules.checkDeclaration(type.scalar());
    } catch (IllegalArgumentException e) {
      throw component.refused(String.valueOf(e.getMessage()));
    }
    return new DeclaredType(type, reading.rules);
  }

  private record Reading(DeclaredComponent component, AnnotationValues opt, Constraint rules) {

    ValueType type() {
      Class<?> raw = component.type();
      if (opt.flag("multi") && raw != List.class) {
        throw component.refused("multi is for a List");
      }
      if (raw == OptionalInt.class) {
        return ruled(int.class);
      } else if (raw == OptionalLong.class) {
        return ruled(long.class);
      } else if (raw == OptionalDouble.class) {
        return ruled(double.class);
      }
      Type generic = component.component().getGenericType();
      return opt.flag("multi") || raw == Optional.class
          ? of(argument(generic, 0), opt.flag("bounds"))
          : of(generic, opt.flag("bounds"));
    }

    /// Inner lists and maps stand in brackets always: nothing else would tell them apart.
    private ValueType of(Type generic, boolean bounds) {
      Class<?> raw = raw(generic);
      if (raw == List.class) {
        Bounds signs = bounds ? Bounds.BRACKETS : Bounds.NONE;
        return new ListType(of(argument(generic, 0), true), signs, count(generic));
      }
      if (raw == Map.class) {
        return map(generic, bounds ? Bounds.BRACES : Bounds.NONE);
      }
      return ruled(raw);
    }

    private ValueType map(Type generic, Bounds bounds) {
      if (raw(argument(generic, 0)) != String.class || opt.sign("separator") == ',') {
        throw component.refused("a Map has keys of type String and no comma as separator");
      }
      return new MapType(
          of(argument(generic, 1), true), opt.sign("separator"), bounds, count(generic));
    }

    /// `@Size` speaks of the outermost.
    private Count count(Type generic) {
      Optional<AnnotationValues> size = component.annotation(Size.class);
      Type declared = component.component().getGenericType();
      Type outermost = component.type() == Optional.class ? argument(declared, 0) : declared;
      return size.isEmpty() || !generic.equals(outermost)
          ? Count.ANY
          : new Count(size.get().count("min"), size.get().count("max"));
    }

    void checkSize(ValueType type) {
      boolean hasItems = type instanceof ListType || type instanceof MapType;
      if (component.annotation(Size.class).isPresent() && !hasItems) {
        throw component.refused("@Size is for a List between commas or a Map");
      }
    }

    private static Class<?> raw(Type generic) {
      if (generic instanceof ParameterizedType parameterized) {
        return (Class<?>) parameterized.getRawType();
      }
      return generic instanceof Class<?> plain ? plain : Object.class;
    }

    private Type argument(Type generic, int index) {
      if (generic instanceof ParameterizedType parameterized) {
        return parameterized.getActualTypeArguments()[index];
      }
      throw component.refused(
          "has a type argument that is no option type: " + generic.getTypeName());
    }

    private ValueType ruled(Class<?> raw) {
      return RuledType.of(scalar(raw), rules);
    }

    private ValueType scalar(Class<?> raw) {
      if (opt.constant("form", TextForm.values()) != TextForm.AS_DECLARED) {
        return formed(raw, opt.constant("form", TextForm.values()));
      } else if (raw == String.class) {
        return new TextType(opt.flag("quotes"));
      } else if (raw == Secret.class) {
        return new SecretType();
      } else if (raw == boolean.class || raw == Boolean.class) {
        return new BooleanType();
      } else if (raw == int.class || raw == Integer.class) {
        return new IntegerType(IntegerType.Width.INT);
      } else if (raw == long.class || raw == Long.class) {
        return new IntegerType(IntegerType.Width.LONG);
      } else if (raw == double.class || raw == Double.class) {
        return new DecimalType();
      } else if (raw.isEnum()) {
        return new EnumType(raw);
      }
      return object(raw);
    }

    private ValueType object(Class<?> raw) {
      if (raw == Duration.class) {
        return new DurationType(opt.constant("unit", ChronoUnit.values()));
      } else if (raw == Path.class) {
        return new PathType();
      } else if (raw == URI.class) {
        return new UriType(schemes());
      } else if (raw == InetAddress.class) {
        return new AddressType(AddressType.Version.ANY, false);
      } else if (raw == HostPort.class) {
        return new HostPortType();
      } else if (raw == IntRange.class) {
        return new RangeType();
      } else if (raw == ByteSize.class) {
        return new ByteSizeType();
      }
      throw component.refused("has a type that is no option type: " + raw.getTypeName());
    }

    private List<String> schemes() {
      Optional<AnnotationValues> schemes = component.annotation(Schemes.class);
      return schemes.isEmpty() ? List.of() : schemes.get().texts("value");
    }

    private ValueType formed(Class<?> raw, TextForm form) {
      boolean text = raw == String.class;
      boolean port = form == TextForm.PORT && (raw == int.class || raw == Integer.class);
      if (!port && !text && raw != InetAddress.class) {
        throw component.refused(form + " is no form of " + raw.getTypeName());
      }
      return switch (form) {
        case AS_DECLARED -> throw new IllegalStateException("no form of its own");
        case PORT -> required(port, raw, form, IntegerType.PORT);
        case IP_ADDRESS -> new AddressType(AddressType.Version.ANY, text);
        case IPV4_ADDRESS -> new AddressType(AddressType.Version.V4, text);
        case IPV6_ADDRESS -> new AddressType(AddressType.Version.V6, text);
        case HOST_NAME -> required(text, raw, form, new HostType(HostType.Kind.NAME));
        case HOST_ADDRESS -> required(text, raw, form, new HostType(HostType.Kind.ADDRESS));
        case HOST_DOMAIN -> required(text, raw, form, new HostType(HostType.Kind.DOMAIN));
      };
    }

    private ValueType required(boolean fits, Class<?> raw, TextForm form, ValueType type) {
      if (!fits) {
        throw component.refused(form + " is no form of " + raw.getTypeName());
      }
      return type;
    }
  }
}
