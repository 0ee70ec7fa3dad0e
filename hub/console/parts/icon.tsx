import type { JSX } from 'preact'

const PATHS = {
  find: 'M7 12.2A5.2 5.2 0 1 0 7 1.8a5.2 5.2 0 0 0 0 10.4zM10.8 10.8l3.4 3.4',
  copy: 'M5.5 5.5V2.8h7.7v7.7h-2.7M2.8 5.5h7.7v7.7H2.8z',
  now: 'M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 4.6V8l2.4 1.5',
  events: 'M2 4h12M2 8h12M2 12h8',
  incidents: 'M8 2l6.4 11.5H1.6zM8 6.4v3.4',
  hosts: 'M2 3h12v4H2zM2 9.5h12v4H2zM4.6 5h.1M4.6 11.5h.1',
  services: 'M1.5 8.5h3l2-5.5 3 10 2-4.5h3',
  statistics: 'M2 13.5h12M4 11V7.5M8 11V3M12 11V5.5',
  alerts: 'M2 3.5h12v9H2zM2.4 4l5.6 4.6L13.6 4',
  settings: 'M2 4.5h7M13 4.5h1M2 11.5h1M7 11.5h7M9 2.5h4v4H9zM3 9.5h4v4H3z',
  more: 'M3.5 8a.5.5 0 1 0-1 0 .5.5 0 0 0 1 0zM8.5 8a.5.5 0 1 0-1 0 .5.5 0 0 0 1 0zM13.5 8a.5.5 0 1 0-1 0 .5.5 0 0 0 1 0z',
  filter: 'M2 3.5h12M4.5 8h7M6.5 12.5h3',
} as const

/** The name of a drawing. */
export type IconName = keyof typeof PATHS

/** A drawing that stands beside a word, which says the same. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}

/** The footprints of the brand. */
export function Footprints(): JSX.Element {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <ellipse cx="5" cy="16.6" rx="1.7" ry="2.4" transform="rotate(24 5 16.6)" />
      <ellipse cx="10.6" cy="13" rx="1.9" ry="2.7" transform="rotate(24 10.6 13)" />
      <ellipse cx="8.6" cy="6.6" rx="2.1" ry="3" transform="rotate(24 8.6 6.6)" />
      <ellipse cx="15.2" cy="4.4" rx="2.3" ry="3.3" transform="rotate(24 15.2 4.4)" />
    </svg>
  )
}
