import { AuditSection } from './audit-section.tsx';
import { DevicesSection } from './devices-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { PlacesSection } from './places-section.tsx';

/** What admins look after: who comes in, on what, where, and what became of it. */
export function AccessSections() {
  return (
    <>
      <PeopleSection />
      <DevicesSection />
      <PlacesSection />
      <AuditSection />
    </>
  );
}
