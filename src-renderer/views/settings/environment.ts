const NAMES_DATABASE = ['DB_HOST', 'DB_PORT', 'DB_USER', 'DB_PASSWORD', 'DB_NAME'] as const;
const VARIABLES = {
  database: [...NAMES_DATABASE, 'DB_TLS', 'DB_SETUP_USER', 'DB_SETUP_PASSWORD'],
  /** With one of these the database cannot be chosen in the window. */
  'choice of database': NAMES_DATABASE,
  ports: ['PORT', 'WS_PORT'],
  sharing: ['BIND_ADDRESS'],
  limits: ['PENDING_WARN_MINUTES', 'PENDING_LATE_MINUTES', 'SHIPPED_WARN_MINUTES', 'SHIPPED_LATE_MINUTES'],
} as const;

/** Pure: the variables of the environment that stand above a group of settings. */
export function environmentOf(environment: readonly string[], group: keyof typeof VARIABLES): readonly string[] {
  return (VARIABLES[group] as readonly string[]).filter((name) => environment.includes(name));
}
