const VARIABLES = {
  database: ['DB_HOST', 'DB_PORT', 'DB_USER', 'DB_PASSWORD', 'DB_NAME', 'DB_TLS', 'DB_SETUP_USER', 'DB_SETUP_PASSWORD'],
  ports: ['PORT', 'WS_PORT'],
  sharing: ['BIND_ADDRESS'],
} as const;

/** Pure: the variables of the environment that stand above a group of settings. */
export function environmentOf(environment: readonly string[], group: keyof typeof VARIABLES): readonly string[] {
  return VARIABLES[group].filter((name) => environment.includes(name));
}
