import type { LocalRequest, LocalResponse } from '../../http/local-request.ts';
import type { WindowCookies } from './window-cookies.ts';

type Ask = (request: LocalRequest) => Promise<LocalResponse> | null;

/**
 * The window's requests with the cookies that the main process keeps for it. The page neither sees nor sends any: what
 * it might put into that header is taken out.
 */
export function withCookies(ask: Ask, cookies: WindowCookies): Ask {
  return (request) => {
    const own = Object.entries(request.headers).filter(([name]) => name.toLowerCase() !== 'cookie');
    const cookie = cookies.header();
    const headers = { ...Object.fromEntries(own), ...(cookie === undefined ? {} : { cookie }) };
    const answer = ask({ ...request, headers });
    return answer === null ? null : answer.then((response) => kept(response, cookies));
  };
}

function kept(response: LocalResponse, cookies: WindowCookies): LocalResponse {
  const { 'set-cookie': lines = [], ...headers } = response.headers;
  cookies.keep([lines].flat());
  return { ...response, headers };
}
