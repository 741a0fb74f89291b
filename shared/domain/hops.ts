import type { Setting } from './bureau.ts';

/** How often a petition may be handed on before whoever has it, or the common superior, has to answer for it. */
export const MOST_HOPS: Setting<number> = {
  value: 12,
  cite: '本系统设定;条例23、24只规定限期退回和共同上级裁定,未规定转送次数 (A-22)',
  verified: false,
};
