import qrcode from 'qrcode-generator';

export interface QrCodeProps {
  readonly content: string;
  /** What it holds, read out. */
  readonly label: string;
}

/** Black on white in both schemes: cameras want the contrast. */
export function QrCode({ content, label }: QrCodeProps) {
  const code = qrcode(0, 'M');
  code.addData(content);
  code.make();
  const size = code.getModuleCount();
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) if (code.isDark(y, x)) path += `M${x} ${y}h1v1h-1z`;
  }
  return (
    <svg aria-label={label} class="qr" height="148" role="img" viewBox={`0 0 ${size} ${size}`} width="148">
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}
