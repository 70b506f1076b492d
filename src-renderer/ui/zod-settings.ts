import { z } from 'zod';

// The page's own security policy forbids code from text, which the library would otherwise try for speed.
z.config({ jitless: true });
