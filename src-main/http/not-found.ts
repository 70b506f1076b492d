import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../base/app-error.ts';
import type { AllowedMethods } from './allowed-methods.ts';

/**
 * What happens where no route matches: OPTIONS is answered, a wrong method is named, a person at an unknown
 * address is taken to the console, and everything else does not exist.
 */
export function createNotFoundHandler(allowed: AllowedMethods, hasConsole: boolean) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const [path = ''] = request.url.split('?');
    const methods = allowed.at(path);
    if (methods.length > 0) {
      reply.header('Allow', methods.join(', '));
      if (request.method === 'OPTIONS') return reply.code(204).send();
      throw new AppError('method-not-allowed', `${path} takes ${methods.join(', ')}, not ${request.method}.`, {
        errors: [{ field: 'method', message: `must be one of ${methods.join(', ')}` }],
      });
    }
    // A redirect instead of the page itself: the page's own addresses are relative to the top.
    if (hasConsole && isNavigation(request) && !isReserved(path)) return reply.redirect('/');
    throw new AppError('not-found', `There is nothing at ${path.slice(0, 200)}.`);
  };
}

/** A person who opens or reloads an address, not a script or an image that is missing. */
function isNavigation(request: FastifyRequest): boolean {
  return ['GET', 'HEAD'].includes(request.method) && (request.headers.accept ?? '').includes('text/html');
}

function isReserved(path: string): boolean {
  return /^\/(api|assets|ws|health|metrics)(\/|$)/.test(path);
}
