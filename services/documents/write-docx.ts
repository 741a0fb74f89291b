// What writes .docx, to be loaded on demand
export { renderDocx } from './render-docx.ts';
export { renderVolumeDocx } from './render-volume-docx.ts';
