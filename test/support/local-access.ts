import type { Access } from '../../src-main/auth/access.ts';
import { localPrincipal } from '../../src-main/auth/principal.ts';
import { AccessCookies } from '../../src-main/http/access-cookies.ts';
import type { AccessHookDeps } from '../../src-main/http/access-hook.ts';

/** A server of this machine alone: nobody signs in. */
export const LOCAL_ACCESS: AccessHookDeps & { readonly access: Access } = {
  access: {
    mode: 'local',
    identify: async ({ address }) => localPrincipal(address),
    watch: () => () => undefined,
  },
  cookies: new AccessCookies(0, false),
};
