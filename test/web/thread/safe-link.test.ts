import { describe, expect, it } from 'vitest';
import { mapLink, safeLink } from '../../../web/console/thread/safe-link.ts';

describe('links out of a message', () => {
  it('leads only to secure sites', () => {
    expect(safeLink('https://shop.example/p/1')).toBe('https://shop.example/p/1');
    for (const url of ['http://shop.example', 'javascript:alert(1)', 'data:text/html,x', 'nonsense', undefined])
      expect(safeLink(url)).toBeUndefined();
  });

  it('finds a place by its coordinates alone', () => {
    expect(mapLink({ latitude: 52.52, longitude: -13.4 })).toBe(
      'https://www.openstreetmap.org/?mlat=52.52&mlon=-13.4#map=16/52.52/-13.4',
    );
  });
});
