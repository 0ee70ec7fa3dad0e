import type { JSX } from 'preact'
import { qrCode } from './qr-code.ts'

/** How wide the light edge around a code is, in modules. */
const EDGE = 4

/** A text as a QR code; nothing if it is too long for one. */
export function QrPicture({ text, label }: { readonly text: string; readonly label: string }): JSX.Element | null {
  const code = qrCode(text)
  if (code === undefined) return null
  const size = code.length + 2 * EDGE
  const path = code
    .flatMap((line, y) => line.map((isDark, x) => (isDark ? `M${x + EDGE} ${y + EDGE}h1v1h-1z` : '')))
    .join('')
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect class="qr-ground" width={size} height={size} />
      <path class="qr-ink" d={path} />
    </svg>
  )
}
