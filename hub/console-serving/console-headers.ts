/**
 * What the console's page may do: load scripts, styles and images of this very hub, and ask it. Nothing inline, no
 * eval, no frames, and no text becomes markup (trusted types).
 */
const CONTENT_POLICY: string = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const ALWAYS = {
  'content-security-policy': CONTENT_POLICY,
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** The headers of every file of the console, for whoever reaches the hub at this origin. */
export function safetyHeaders(origin: string): Readonly<Record<string, string>> {
  return origin.startsWith('https:') ? { ...ALWAYS, 'strict-transport-security': 'max-age=31536000' } : ALWAYS
}
