import { Radio, Stack } from '@mantine/core';
import { ROLES, type Role } from '../../../src-shared/role.ts';
import { text } from '../../strings.ts';

interface RoleFieldProps {
  readonly role: Role;
  readonly onChange: (role: Role) => void;
}

/** What somebody may do, in words. */
export function RoleField({ role, onChange }: RoleFieldProps) {
  return (
    <Radio.Group
      label={text.access.role}
      value={role}
      onChange={(value) => {
        const chosen = ROLES.find((one) => one === value);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      <Stack gap={8} mt={4}>
        {ROLES.map((one) => (
          <Radio key={one} value={one} label={text.door.roles[one]} description={text.access.roleHints[one]} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
