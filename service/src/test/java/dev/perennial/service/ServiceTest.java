package dev.perennial.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServiceTest {

  @Test
  void the_compiler_asks_every_service_how_it_starts_and_ends() {
    assertEquals(
        Set.of("start", "drain", "stop", "awaitStopped"),
        Arrays.stream(Service.class.getMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toSet()));
  }
}
