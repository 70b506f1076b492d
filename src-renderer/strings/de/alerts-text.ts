import type { AlertRule } from '../../../src-shared/alert.ts';
import { formatNumber } from '../../ui/format.ts';
import type { alertsText as english } from '../en/alerts-text.ts';

const UNITS = { s: 's', ms: 'ms', 'per-minute': 'je Minute', times: 'Mal', MiB: 'MiB' };
const RULES: Readonly<Record<AlertRule, string>> = {
  'database-away': 'Die Datenbank ist nicht erreichbar',
  lag: 'Änderungen kommen spät an',
  'gap-age': 'Eine Transaktion ist schon lange offen',
  errors: 'Viele Fehler im Protokoll',
  drift: 'Aufträge wurden am Änderungsprotokoll vorbei geändert',
  'log-size': 'Das Änderungsprotokoll braucht viel Platz',
};
const ADVICE: Readonly<Record<AlertRule, string>> = {
  'database-away': 'Läuft sie, und ist sie erreichbar? Verloren geht inzwischen nichts.',
  lag: 'Die Last der Datenbank und des Servers ansehen.',
  'gap-age': 'Die Liste der Lücken nennt die Verbindung, die sie hält.',
  errors: 'Die letzten stehen am Ende dieser Seite.',
  drift:
    'Jeder Bildschirm hat die Tabelle neu bekommen. Nach TRUNCATE, fehlenden Triggern oder einer Wiederherstellung suchen.',
  'log-size': 'Weniger Zeilen oder Tage behalten oder Platz schaffen.',
};

export const alertsText: typeof english = {
  title: 'Warnungen',
  explanation:
    'Werte über ihrer Grenze, und solche, die es waren. Die Grenzen sind die Variablen ALERT_* des Servers; jede Warnung geht auch ins Protokoll, an das Desktop-Programm und an die eingetragenen Adressen.',
  none: 'Seit dem Start des Servers war kein Wert über seiner Grenze.',
  rules: RULES,
  advice: ADVICE,
  units: UNITS,
  amount: (value, unit) => `${formatNumber(Math.round(value))} ${unit}`,
  states: { active: 'aktiv', over: 'vorbei' },
  columns: {
    state: { name: 'Stand', about: 'Ob sie andauert oder vorbei ist.' },
    rule: { name: 'Was', about: 'Was über seiner Grenze liegt oder lag, und was zu tun ist.' },
    value: { name: 'Höchstwert', about: 'Der höchste Wert in dieser Zeit.' },
    limit: { name: 'Grenze', about: 'Der Wert, über dem gewarnt wird.' },
    since: { name: 'Beginn', about: 'Wann der Wert über die Grenze stieg.' },
    ended: { name: 'Ende', about: 'Wann er 30 s lang unter der Grenze war.' },
  },
  webhooks: {
    title: 'Meldungen an andere Programme',
    explanation:
      'Jede Warnung geht signiert an die Adressen in ALERT_WEBHOOK_URLS, und zwar so lange, bis sie angenommen ist.',
    figures: (delivered, pending, undelivered) =>
      `${formatNumber(delivered)} zugestellt, ${formatNumber(pending)} warten, ${formatNumber(undelivered)} aufgegeben`,
    problem: (why) => `Der letzte Versuch schlug fehl: ${why}.`,
    retry: 'Aufgegebene erneut senden',
    retried: (count) => `${formatNumber(count)} werden erneut gesendet`,
    failed: 'Der Server hat nicht geantwortet. Bitte noch einmal.',
  },
  diagnostics: {
    button: 'Diagnose speichern',
    hint: 'Eine Datei für alle, die helfen: Werte, Fehler, Einstellungen ohne Passwörter. Keine Aufträge, keine Personen.',
  },
};
