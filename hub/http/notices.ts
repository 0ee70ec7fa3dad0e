import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about the HTTP server. */
export const httpNotices = {
  listening: (where: string): Notice => notice('info', 'listening', `The hub listens on ${where}.`),
  connectionsFull: (where: string): Notice =>
    notice(
      'warning',
      'connections_full',
      `${where} has as many connections as it may, and further ones are closed: see who holds them.`,
      where,
    ),
  requestFailed: (method: string, stack: string): Notice =>
    notice('error', 'request_failed', `The answer to a ${method} request was 500 because of a bug: ${stack}`),
  proxyUnknown: (address: string): Notice =>
    notice(
      'warning',
      'proxy_unknown',
      `${address} sends X-Forwarded-For, but trusted_proxies does not name it: all its clients count as one. Name it if it is your proxy.`,
      address,
    ),
}
