import type { trafficText as english } from '../en/traffic-text.ts';

export const trafficText: typeof english = {
  explanation: 'Was der Server ausgegeben hat und wonach er gefragt wurde, seit dem Start.',
  names: {
    deliveries: 'Ausgegebene Änderungen',
    sent: 'An Clients gesendet',
    queued: 'Noch nicht gelesen',
    snapshots: 'Ganze Tabellen gesendet',
    requests: 'Beantwortete Anfragen',
    failures: 'Davon fehlgeschlagen',
    statements: 'SQL-Anweisungen',
    statementsFailed: 'Davon fehlgeschlagen',
  },
  explain: {
    deliveries: 'Änderungen mal die Clients, an die sie gingen.',
    sent: 'Größe aller Nachrichten an Clients, ohne das, was das Netz hinzufügt.',
    queued: 'Größe dessen, was gesendet wurde und Clients noch nicht abgenommen haben.',
    snapshots: 'Wie oft ein Client alle Aufträge bekam: beim ersten Besuch, und wenn er zu lange fort war.',
    requests: 'Anfragen an die REST-Schnittstelle und nach den Seiten der Konsole.',
    failures: 'Anfragen, die mit einem Fehler des Servers oder der Datenbank beantwortet wurden (5xx).',
    statements: 'Anweisungen, die dieser Server an MySQL geschickt hat.',
    statementsFailed: 'Anweisungen, die MySQL abgelehnt oder nicht rechtzeitig beantwortet hat.',
  },
};
