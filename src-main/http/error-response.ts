import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../src-shared/error-code.ts';
import { type Problem, problemOf } from '../../src-shared/problem.ts';
import { AppError } from '../base/app-error.ts';
import type { Logger } from '../observability/logger.ts';
import type { Tally } from '../observability/tally.ts';
import { withoutQuery } from './request-target.ts';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** How long a client waits before it tries again what the database could not do just now, in seconds. */
const RETRY_AFTER_SECONDS = 2;

/** What the web framework and Node's parser refuse by themselves, in the words of this product. */
const FRAMEWORK_ERRORS: Readonly<Record<string, readonly [code: ErrorCode, field: string, message: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', '', 'must be at most 100 KB, or 1 MB for a batch of new orders'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid-request', 'Content-Length', 'must be the length of the body'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 'Content-Type', 'must be application/json'],
  FST_ERR_BAD_URL: ['invalid-request', 'path', 'has broken percent-encoding'],
  FST_ERR_MAX_PARAM_LENGTH: ['too-large', 'path', 'is too long'],
  HPE_HEADER_OVERFLOW: ['too-large', 'headers', 'must be at most 16 KB together with the URL'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['too-large', '', 'has chunk extensions that are too long'],
  ERR_HTTP_REQUEST_TIMEOUT: ['invalid-request', '', 'did not arrive in time'],
};

/** The problem a client is shown; null for an error that is ours and is none of its business. */
export function problemOfError(error: unknown): Problem | null {
  if (error instanceof AppError) return error.problem;
  const { code, statusCode } = (error ?? {}) as Partial<FastifyError>;
  const known = FRAMEWORK_ERRORS[code ?? ''];
  if (known !== undefined) {
    const [problem, field, message] = known;
    return problemOf(problem, `${field || 'The request'} ${message}.`, { errors: [{ field, message }] });
  }
  const refused = code?.startsWith('HPE_') || (statusCode !== undefined && statusCode >= 400 && statusCode < 500);
  return refused ? problemOf('invalid-request', 'The server does not understand this request.') : null;
}

/** Answers with the problem of whatever was thrown, counts it, and logs what is a fault of the server. */
export function createErrorHandler(logger: Logger, problems: Tally<ErrorCode>) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = problemOfError(error);
    problems.add(problem?.code ?? 'internal-error');
    if (problem !== null) {
      if (problem.status >= 500) logger.warn({ ...factsOf(request), code: problem.code, err: error }, problem.detail);
      if (error instanceof AppError && error.retryAfterSeconds !== null) {
        reply.header('Retry-After', error.retryAfterSeconds);
      }
      return sendProblem(reply, problem);
    }
    logger.error({ ...factsOf(request), err: error }, 'A request failed for a reason that is a fault of the server');
    return sendProblem(reply, internalError());
  };
}

export function internalError(): Problem {
  return problemOf('internal-error', 'Something went wrong on the server. Its log says more.');
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 401) reply.header('WWW-Authenticate', 'Bearer');
  if (problem.status === 503 && !reply.hasHeader('Retry-After')) reply.header('Retry-After', RETRY_AFTER_SECONDS);
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

/** Answers what Node could not even read as a request; there is no reply object then, only the socket. */
export function createClientErrorHandler(problems: Tally<ErrorCode>) {
  return (error: Error & { readonly code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const problem =
      problemOfError(error) ?? problemOf('invalid-request', 'The server does not understand this request.');
    problems.add(problem.code);
    const body = JSON.stringify(problem);
    const head = [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      `Content-Type: ${PROBLEM_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  };
}

function factsOf({ id, method, url }: FastifyRequest) {
  return { request: id, method, url: withoutQuery(url) };
}
