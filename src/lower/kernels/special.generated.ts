// Made by scripts/gen-kernels.ts of src/kernels/special.
export const special: Readonly<Record<string, string>> = {
  "special.bessel.series": `func @special.bessel.series(%: f64, %: f64) -> (f64) {
% = mul %1, %1
% = const i32 1
% = floor %4
% = const f64 1
% = add %2, %1
% = const f64 2147483647
% = gt %2, %1
if %0 {
fail {code: "NB4006", message: "a loop that counts beyond 2147483647"}
yield
} {
yield
}
% = clamp_i32 %3
% = ne %10, %10
% = select %1, %8, %2
% = const f64 0.5
% = mul %1, %12
% = for {step: 1} %11, %3, %9 { (%: i32, %: f64)
% = to_f64 %2
% = div %5, %1
% = mul %3, %1
yield %0
}
% = const f64 0
% = const f64 60
%, %, %, % = loop %20, %11, %11, %5 { (%: f64, %: f64, %: f64, %: f64)
% = lt %4, %9
%, %, %, %, % = if %5 {
% = const f64 0.25
% = mul %1, %35
% = add %12, %38
% = mul %13, %1
% = div %3, %1
% = mul %14, %1
% = add %14, %1
% = mul %17, %2
% = add %15, %1
% = const f64 1e-17
% = mul %1, %4
% = lt %6, %1
% = not %1
% = if %2 {
yield %23
} {
% = add %24, %45
yield %0
}
yield %2, %9, %8, %6, %1
} {
% = const bool 0
yield %0, %24, %23, %22, %25
}
yield %20, %16, %19, %18, %17
}
% = const f64 1e-200
% = gt %51, %1
% = if %1 {
%: f64 = call @special.products.lackOf %54, %54, %53
% = div %1, %54
% = mul %1, %32
% = add %34, %1
yield %0
} {
yield %34
}
return %4
}
`,
  "special.bessel.ofLargeOrder": `func @special.bessel.ofLargeOrder(%: f64, %: f64) -> (f64) {
% = const f64 Infinity
% = lt %3, %1
% = if %1 {
% = eq %4, %3
yield %0
} {
% = const bool 1
yield %0
}
% = if %3 {
% = const f64 0
yield %0
} {
% = div %8, %9
% = mul %1, %1
% = const f64 1
% = add %1, %2
% = sqrt %1
% = div %3, %1
% = mul %1, %1
% = const f64 5
% = mul %1, %2
% = const f64 3
% = sub %1, %2
% = mul %6, %1
% = const f64 24
% = div %2, %1
% = const f64 385
% = mul %1, %9
% = const f64 -462
% = add %1, %2
% = mul %12, %1
% = const f64 81
% = add %1, %2
% = mul %15, %1
% = const f64 1152
% = div %2, %1
% = mul %18, %19
% = const f64 425425
% = mul %1, %20
% = const f64 765765
% = sub %1, %2
% = mul %23, %1
% = const f64 -369603
% = add %1, %2
% = mul %26, %1
% = const f64 30375
% = add %1, %2
% = mul %11, %1
% = const f64 414720
% = div %2, %1
% = div %1, %47
% = add %16, %1
% = div %1, %49
% = add %28, %1
% = div %1, %51
% = add %41, %1
% = sub %40, %44
% = add %43, %41
% = div %46, %1
% = log %1
% = add %4, %1
% = mul %58, %1
% = exp %1
% = mul %1, %8
% = const f64 6.283185307179586
% = mul %1, %62
% = mul %1, %50
% = sqrt %1
% = div %5, %1
yield %0
}
return %58
}
`,
  "special.bessel.besselIe": `func @special.bessel.besselIe(%: f64, %: f64) -> (f64) {
% = abs %2
% = floor %1
% = ne %1, %2
% = if %1 {
% = const bool 1
yield %0
} {
% = ne %6, %6
yield %0
}
% = if %3 {
% = const f64 NaN
yield %0
} {
% = abs %9
% = const f64 0
% = lt %11, %1
% = if %1 {
% = const f64 2
% = rem %13, %1
% = const f64 1
% = eq %2, %1
yield %0
} {
% = const bool 0
yield %0
}
% = if %6 {
% = const f64 -1
yield %0
} {
% = const f64 1
yield %0
}
% = const f64 1000
% = gt %21, %1
% = if %1 {
%: f64 = call @special.bessel.ofLargeOrder %23, %15
% = mul %7, %1
yield %0
} {
% = const f64 16
% = lt %18, %1
% = if %1 {
% = neg %20
% = exp %1
% = mul %13, %1
%: f64 = call @special.bessel.series %31, %23
% = mul %2, %1
yield %0
} {
% = const f64 Infinity
% = eq %26, %1
% = if %1 {
yield %26
} {
% = sqrt %28
% = const f64 1
% = div %1, %30
%: f64 = call @special.fits.generated.i0Tail %1
% = div %1, %4
% = eq %41, %32
% = if %1 {
yield %2
} {
%: f64 = call @special.fits.generated.i1Tail %5
% = div %1, %8
% = mul %45, %45
% = le %1, %38
% = if %1 {
% = const i32 1
% = ceil %49
% = const f64 2147483647
% = gt %2, %1
if %0 {
fail {code: "NB4006", message: "a loop that counts beyond 2147483647"}
yield
} {
yield
}
% = clamp_i32 %3
% = ne %53, %53
% = select %1, %6, %2
% = const f64 2
%, % = for {step: 1} %9, %3, %17, %13 { (%: i32, %: f64, %: f64)
% = to_f64 %3
% = mul %7, %1
% = div %1, %55
% = mul %1, %4
% = sub %6, %1
yield %5, %0
}
% = mul %49, %9
yield %0
} {
% = add %67, %59
% = const f64 2
% = const f64 0.5
% = mul %3, %1
% = ceil %1
% = mul %4, %1
% = const f64 40
% = add %2, %1
% = const f64 1e-300
%, %, %, % = loop %5, %70, %70, %4 { (%: f64, %: f64, %: f64, %: f64)
% = gt %4, %75
%, %, %, % = if %4 {
% = eq %9, %89
% = select %1, %7, %9
% = mul %23, %11
% = div %1, %84
% = mul %1, %10
% = add %12, %1
% = const f64 1e+250
% = gt %2, %1
%, %, % = if %3 {
% = const f64 1e-250
% = mul %7, %1
% = mul %19, %2
% = mul %13, %3
yield %2, %1, %0
} {
yield %9, %20, %13
}
% = sub %24, %67
yield %5, %6, %7, %0
} {
yield %23, %22, %21, %24
}
yield %20, %16, %19, %18, %17
}
% = div %28, %26
% = mul %89, %1
%: f64 = call @special.fits.generated.i0Tail %69
% = mul %2, %1
% = div %72, %73
% = mul %2, %1
yield %0
}
yield %63
}
yield %68
}
yield %75
}
yield %83
}
yield %88
}
return %104
}
`,
  "special.bessel.besselI": `func @special.bessel.besselI(%: f64, %: f64) -> (f64) {
% = abs %1
% = const f64 16
% = lt %2, %1
% = if %1 {
% = abs %6
% = floor %1
% = ne %1, %2
% = if %1 {
% = const f64 NaN
yield %0
} {
% = const f64 1000
% = gt %6, %1
% = if %1 {
% = const f64 0
yield %0
} {
% = const f64 0
% = lt %15, %1
% = if %1 {
% = const f64 2
% = rem %13, %1
% = const f64 1
% = eq %2, %1
yield %0
} {
% = const bool 0
yield %0
}
% = if %6 {
% = const f64 -1
yield %0
} {
% = const f64 1
yield %0
}
%: f64 = call @special.bessel.series %20, %24
% = mul %4, %1
yield %0
}
yield %14
}
yield %18
} {
% = const f64 720
% = gt %27, %1
% = if %1 {
% = const f64 0
% = lt %31, %1
% = if %1 {
% = const f64 2
% = rem %35, %1
% = ne %1, %5
yield %0
} {
% = const bool 0
yield %0
}
% = if %5 {
% = const f64 -Infinity
yield %0
} {
% = const f64 Infinity
yield %0
}
yield %2
} {
% = const f64 0.5
% = mul %1, %40
% = exp %1
%: f64 = call @special.bessel.besselIe %44, %43
% = mul %2, %1
% = mul %1, %3
yield %0
}
yield %16
}
return %41
}
`,
  "special.bessel.besselGap": `func @special.bessel.besselGap(%: f64) -> (f64) {
% = abs %1
% = const f64 Infinity
% = eq %2, %1
% = if %1 {
% = const f64 0
yield %0
} {
% = const f64 16
% = ge %6, %1
% = if %1 {
% = const f64 1
% = div %1, %9
%: f64 = call @special.fits.generated.gapTail %1
% = sqrt %11
% = mul %12, %1
% = div %3, %1
yield %0
} {
% = const f64 1
% = lt %15, %1
% = if %1 {
% = neg %17
% = exp %1
% = const f64 0
%: f64 = call @special.bessel.series %1, %20
%: f64 = call @special.bessel.series %7, %21
% = sub %2, %1
% = mul %5, %1
yield %0
} {
% = sqrt %24
% = mul %25, %1
% = const f64 2
% = lt %27, %1
% = if %1 {
% = const f64 1.5
% = sub %30, %1
%: f64 = call @special.fits.generated.gapFrom1 %1
yield %0
} {
% = const f64 5
% = lt %33, %1
% = div %20, %34
% = if %2 {
% = const f64 0.35
% = sub %3, %1
%: f64 = call @special.fits.generated.gapFrom2 %1
yield %0
} {
% = const f64 0.13
% = sub %6, %1
%: f64 = call @special.fits.generated.gapFrom5 %1
yield %0
}
% = div %7, %17
yield %0
}
yield %14
}
yield %26
}
yield %35
}
return %39
}
`,
  "special.bessel.i0": `func @special.bessel.i0(%: f64) -> (f64) {
% = const f64 0
%: f64 = call @special.bessel.besselI %1, %2
return %0
}
`,
  "special.bessel.i1": `func @special.bessel.i1(%: f64) -> (f64) {
% = const f64 1
%: f64 = call @special.bessel.besselI %1, %2
return %0
}
`,
  "special.bessel.i0e": `func @special.bessel.i0e(%: f64) -> (f64) {
% = const f64 0
%: f64 = call @special.bessel.besselIe %1, %2
return %0
}
`,
  "special.bessel.i1e": `func @special.bessel.i1e(%: f64) -> (f64) {
% = const f64 1
%: f64 = call @special.bessel.besselIe %1, %2
return %0
}
`,
  "special.error.gaussian": `func @special.error.gaussian(%: f64, %: f64, %: f64) -> (f64) {
% = to_f32 %3
% = widen %1
% = sub %5, %1
% = add %6, %2
% = mul %2, %1
% = const f64 -0.5
% = mul %1, %8
% = mul %1, %6
% = mul %1, %7
% = exp %1
% = mul %11, %1
% = neg %13
% = mul %1, %8
% = exp %1
% = mul %4, %1
% = mul %1, %6
return %0
}
`,
  "special.error.scaledTail": `func @special.error.scaledTail(%: f64) -> (f64) {
% = const f64 1
% = lt %2, %1
% = if %1 {
% = const f64 0.75
% = sub %5, %1
%: f64 = call @special.fits.generated.erfcxFrom05 %1
yield %0
} {
% = const f64 2
% = lt %8, %1
% = if %1 {
% = const f64 1.5
% = sub %11, %1
%: f64 = call @special.fits.generated.erfcxFrom1 %1
yield %0
} {
% = const f64 4
% = lt %14, %1
% = if %1 {
% = const f64 3
% = sub %17, %1
%: f64 = call @special.fits.generated.erfcxFrom2 %1
yield %0
} {
% = const f64 8
% = lt %20, %1
% = if %1 {
% = const f64 6
% = sub %23, %1
%: f64 = call @special.fits.generated.erfcxFrom4 %1
yield %0
} {
% = div %24, %25
% = div %1, %26
%: f64 = call @special.fits.generated.erfcxTail %1
% = const f64 0.5641895835477563
% = div %1, %29
% = mul %3, %1
yield %0
}
yield %9
}
yield %15
}
yield %21
}
return %27
}
`,
  "special.error.erf": `func @special.error.erf(%: f64) -> (f64) {
% = abs %1
% = const f64 1
% = lt %2, %1
% = if %1 {
% = mul %5, %5
%: f64 = call @special.fits.generated.erfOverX %1
% = mul %7, %1
yield %0
} {
% = const f64 6
% = gt %8, %1
% = if %1 {
yield %8
} {
%: f64 = call @special.error.scaledTail %10
%: f64 = call @special.error.gaussian %11, %10, %1
% = sub %11, %1
yield %0
}
% = ne %14, %14
% = if %1 {
yield %15
} {
% = const f64 0
% = lt %17, %1
% = if %1 {
% = neg %9
yield %0
} {
yield %9
}
yield %1
}
yield %4
}
return %15
}
`,
  "special.error.erfc": `func @special.error.erfc(%: f64) -> (f64) {
% = const f64 0.5
% = lt %2, %1
% = if %1 {
% = const f64 -1
% = gt %5, %1
% = if %1 {
% = mul %7, %7
%: f64 = call @special.fits.generated.erfOverX %1
% = mul %9, %1
% = const f64 1
% = sub %1, %2
yield %0
} {
%: f64 = call @special.error.erf %12
% = const f64 1
% = sub %1, %2
yield %0
}
yield %8
} {
% = const f64 28
% = gt %16, %1
% = if %1 {
% = const f64 0
yield %0
} {
%: f64 = call @special.error.scaledTail %19
% = const f64 1
%: f64 = call @special.error.gaussian %21, %1, %2
yield %0
}
yield %4
}
return %18
}
`,
  "special.error.erfcx": `func @special.error.erfcx(%: f64) -> (f64) {
% = const f64 0.5
% = lt %2, %1
% = if %1 {
% = const f64 -27
% = lt %5, %1
% = if %1 {
% = const f64 Infinity
yield %0
} {
% = to_f32 %8
% = widen %1
% = mul %1, %1
% = exp %1
% = sub %12, %3
% = add %13, %4
% = mul %2, %1
% = exp %1
% = mul %5, %1
% = const f64 -0.5
% = gt %18, %1
% = if %1 {
% = mul %20, %20
%: f64 = call @special.fits.generated.erfOverX %1
% = mul %22, %1
% = const f64 1
% = sub %1, %2
% = mul %9, %1
yield %0
} {
% = const f64 2
% = mul %1, %11
% = neg %28
%: f64 = call @special.error.scaledTail %1
% = sub %3, %1
yield %0
}
yield %11
}
yield %24
} {
%: f64 = call @special.error.scaledTail %31
yield %0
}
return %28
}
`,
  "special.error.ndtr": `func @special.error.ndtr(%: f64) -> (f64) {
% = const f64 0.7071067811865476
% = mul %2, %1
% = abs %1
% = const f64 0.5
% = lt %2, %1
% = if %1 {
% = mul %3, %5
% = mul %6, %6
%: f64 = call @special.fits.generated.erfOverX %1
% = mul %3, %1
% = add %7, %1
yield %0
} {
% = abs %12
% = const f64 40
% = gt %2, %1
% = if %1 {
% = const f64 0
yield %0
} {
%: f64 = call @special.error.scaledTail %14
% = mul %14, %1
%: f64 = call @special.error.gaussian %7, %15, %1
yield %0
}
% = const f64 0
% = gt %21, %1
% = if %1 {
% = const f64 1
% = sub %1, %9
yield %0
} {
% = lt %25, %5
% = select %1, %11, %26
yield %0
}
yield %4
}
return %20
}
`,
  "special.error.logNdtr": `func @special.error.logNdtr(%: f64) -> (f64) {
% = const f64 -1
% = gt %2, %1
% = if %1 {
% = neg %4
%: f64 = call @special.error.ndtr %1
% = neg %1
% = log1p %1
yield %0
} {
% = const f64 -1e+30
% = lt %9, %1
% = if %1 {
% = const f64 -0.5
% = mul %1, %12
% = mul %1, %13
yield %0
} {
% = to_f32 %14
% = widen %1
% = sub %16, %1
% = add %17, %2
% = mul %2, %1
% = const f64 -0.7071067811865476
% = mul %20, %1
%: f64 = call @special.error.scaledTail %1
% = const f64 0.5
% = mul %1, %2
% = log %1
% = mul %3, %7
% = sub %2, %1
% = mul %5, %12
% = mul %1, %13
% = sub %3, %1
yield %0
}
yield %19
}
return %26
}
`,
  "special.error.erfcInverse": `func @special.error.erfcInverse(%: f64) -> (f64) {
% = const f64 0
% = gt %2, %1
% = if %1 {
% = log %4
% = const f64 1
% = sub %1, %6
% = log1p %1
% = add %4, %1
% = const f64 0.5
% = mul %1, %2
% = const f64 4.330746750799873
% = add %1, %2
% = mul %1, %1
% = const f64 0.147
% = div %7, %1
% = sub %3, %1
% = sqrt %1
% = sub %1, %6
% = sqrt %1
% = max %1, %11
%: f64 = call @special.error.scaledTail %1
% = const f64 1e-290
% = lt %23, %1
% = if %1 {
% = log %4
% = mul %7, %7
% = sub %2, %1
% = sub %1, %24
% = mul %1, %8
% = const f64 0.886226925452758
% = mul %2, %1
% = add %13, %1
yield %0
} {
% = lt %14, %24
% = if %1 {
% = mul %16, %16
%: f64 = call @special.fits.generated.erfOverX %1
% = mul %18, %1
% = sub %33, %1
yield %0
} {
%: f64 = call @special.error.gaussian %20, %34, %18
yield %0
}
% = if %7 {
% = neg %22
% = mul %1, %23
% = exp %1
yield %0
} {
% = div %10, %23
yield %0
}
% = sub %11, %45
% = div %1, %6
% = const f64 0.886226925452758
% = mul %2, %1
% = mul %30, %1
% = sub %45, %1
% = div %3, %1
% = add %33, %1
yield %0
}
% = max %29, %44
%: f64 = call @special.error.scaledTail %1
% = if %32 {
% = log %2
% = mul %33, %33
% = sub %2, %1
% = sub %1, %55
% = mul %1, %6
% = const f64 0.886226925452758
% = mul %2, %1
% = add %39, %1
yield %0
} {
% = lt %40, %55
% = if %1 {
% = mul %42, %42
%: f64 = call @special.fits.generated.erfOverX %1
% = mul %44, %1
% = sub %64, %1
yield %0
} {
%: f64 = call @special.error.gaussian %46, %65, %16
yield %0
}
% = if %7 {
% = neg %48
% = mul %1, %49
% = exp %1
yield %0
} {
% = div %10, %21
yield %0
}
% = sub %11, %76
% = div %1, %6
% = const f64 0.886226925452758
% = mul %2, %1
% = mul %56, %1
% = sub %76, %1
% = div %3, %1
% = add %59, %1
yield %0
}
% = max %29, %75
%: f64 = call @special.error.scaledTail %1
% = if %63 {
% = log %2
% = mul %33, %33
% = sub %2, %1
% = sub %1, %86
% = mul %1, %6
% = const f64 0.886226925452758
% = mul %2, %1
% = add %39, %1
yield %0
} {
% = lt %40, %86
% = if %1 {
% = mul %42, %42
%: f64 = call @special.fits.generated.erfOverX %1
% = mul %44, %1
% = sub %95, %1
yield %0
} {
%: f64 = call @special.error.gaussian %46, %96, %16
yield %0
}
% = if %7 {
% = neg %48
% = mul %1, %49
% = exp %1
yield %0
} {
% = div %10, %21
yield %0
}
% = sub %11, %107
% = div %1, %6
% = const f64 0.886226925452758
% = mul %2, %1
% = mul %56, %1
% = sub %107, %1
% = div %3, %1
% = add %59, %1
yield %0
}
% = max %29, %106
%: f64 = call @special.error.scaledTail %1
% = if %94 {
% = log %2
% = mul %33, %33
% = sub %2, %1
% = sub %1, %117
% = mul %1, %6
% = const f64 0.886226925452758
% = mul %2, %1
% = add %39, %1
yield %0
} {
% = lt %40, %117
% = if %1 {
% = mul %42, %42
%: f64 = call @special.fits.generated.erfOverX %1
% = mul %44, %1
% = sub %126, %1
yield %0
} {
%: f64 = call @special.error.gaussian %46, %127, %16
yield %0
}
% = if %7 {
% = neg %48
% = mul %1, %49
% = exp %1
yield %0
} {
% = div %10, %21
yield %0
}
% = sub %11, %138
% = div %1, %6
% = const f64 0.886226925452758
% = mul %2, %1
% = mul %56, %1
% = sub %138, %1
% = div %3, %1
% = add %59, %1
yield %0
}
yield %28
} {
% = eq %146, %145
% = if %1 {
% = const f64 Infinity
yield %0
} {
% = const f64 NaN
yield %0
}
yield %2
}
return %146
}
`,
  "special.error.erfinv": `func @special.error.erfinv(%: f64) -> (f64) {
% = abs %1
% = const f64 0.5
% = lt %2, %1
% = if %1 {
% = mul %5, %5
% = const f64 0.1275561753055979
% = mul %1, %7
% = mul %1, %8
% = const f64 0.2320136665346544
% = add %1, %2
% = mul %6, %1
% = const f64 0.886226925452758
% = add %1, %2
% = mul %14, %1
% = mul %1, %1
%: f64 = call @special.fits.generated.erfOverX %1
% = mul %3, %1
% = sub %1, %18
% = exp %4
% = mul %2, %1
% = mul %1, %9
% = mul %8, %1
% = const f64 1
% = add %1, %2
% = div %4, %1
% = sub %12, %1
% = mul %1, %1
%: f64 = call @special.fits.generated.erfOverX %1
% = mul %3, %1
% = sub %1, %30
% = exp %4
% = mul %2, %1
% = mul %1, %21
% = mul %8, %1
% = add %12, %1
% = div %3, %1
% = sub %11, %1
yield %0
} {
% = const f64 1
% = sub %1, %38
%: f64 = call @special.error.erfcInverse %1
% = const f64 0
% = lt %42, %1
% = if %1 {
% = neg %4
yield %0
} {
yield %4
}
yield %1
}
return %40
}
`,
  "special.error.ndtri": `func @special.error.ndtri(%: f64) -> (f64) {
% = const f64 0.25
% = ge %2, %1
% = if %1 {
% = const f64 0.75
% = le %5, %1
yield %0
} {
% = const bool 0
yield %0
}
% = if %4 {
% = const f64 2
% = mul %1, %9
% = const f64 1
% = sub %2, %1
%: f64 = call @special.error.erfinv %1
% = const f64 1.4142135623730951
% = mul %1, %2
yield %0
} {
% = const f64 0.5
% = lt %16, %1
% = if %1 {
% = const f64 2
% = mul %1, %19
%: f64 = call @special.error.erfcInverse %1
% = const f64 -1.4142135623730951
% = mul %1, %2
yield %0
} {
% = const f64 1
% = sub %1, %24
% = const f64 2
% = mul %1, %2
%: f64 = call @special.error.erfcInverse %1
% = const f64 1.4142135623730951
% = mul %1, %2
yield %0
}
yield %12
}
return %22
}
`,
  "special.fits.generated.erfOverX": `func @special.fits.generated.erfOverX(%: f64) -> (f64) {
% = const f64 -7.795898827002142e-10
% = mul %2, %1
% = const f64 1.3720064546777686e-8
% = add %1, %2
% = mul %5, %1
% = const f64 -1.6208483801871705e-7
% = add %1, %2
% = mul %8, %1
% = const f64 0.0000016447424703317362
% = add %1, %2
% = mul %11, %1
% = const f64 -0.00001492473690741966
% = add %1, %2
% = mul %14, %1
% = const f64 0.00012055294904839707
% = add %1, %2
% = mul %17, %1
% = const f64 -0.0008548325975389692
% = add %1, %2
% = mul %20, %1
% = const f64 0.0052239776071164225
% = add %1, %2
% = mul %23, %1
% = const f64 -0.02686617064323777
% = add %1, %2
% = mul %26, %1
% = const f64 0.11283791670945006
% = add %1, %2
% = mul %29, %1
% = const f64 -0.37612638903183543
% = add %1, %2
% = mul %32, %1
% = const f64 1.1283791670955126
% = add %1, %2
return %0
}
`,
  "special.fits.generated.erfcxFrom05": `func @special.fits.generated.erfcxFrom05(%: f64) -> (f64) {
% = const f64 -0.00001440376961255891
% = mul %2, %1
% = const f64 0.00004337915907561481
% = add %1, %2
% = mul %5, %1
% = const f64 -0.00012332717214560827
% = add %1, %2
% = mul %8, %1
% = const f64 0.00034666379283020214
% = add %1, %2
% = mul %11, %1
% = const f64 -0.000938513222881505
% = add %1, %2
% = mul %14, %1
% = const f64 0.002437641069942269
% = add %1, %2
% = mul %17, %1
% = const f64 -0.006051532271776434
% = add %1, %2
% = mul %20, %1
% = const f64 0.01428919858470859
% = add %1, %2
% = mul %23, %1
% = const f64 -0.031897262039946896
% = add %1, %2
% = mul %26, %1
% = const f64 0.06679054252841538
% = add %1, %2
% = mul %29, %1
% = const f64 -0.12983606199488007
% = add %1, %2
% = mul %32, %1
% = const f64 0.23095813155129497
% = add %1, %2
% = mul %35, %1
% = const f64 -0.3679726916557954
% = add %1, %2
% = mul %38, %1
% = const f64 0.5069376502931449
% = add %1, %2
return %0
}
`,
  "special.fits.generated.erfcxFrom1": `func @special.fits.generated.erfcxFrom1(%: f64) -> (f64) {
% = const f64 1.3242541506849586e-8
% = mul %2, %1
% = const f64 -4.9545807838901603e-8
% = add %1, %2
% = mul %5, %1
% = const f64 1.6714292901928126e-7
% = add %1, %2
% = mul %8, %1
% = const f64 -5.944961119917664e-7
% = add %1, %2
% = mul %11, %1
% = const f64 0.0000020670657912156654
% = add %1, %2
% = mul %14, %1
% = const f64 -0.00000697536222785843
% = add %1, %2
% = mul %17, %1
% = const f64 0.000022864299608127746
% = add %1, %2
% = mul %20, %1
% = const f64 -0.00007265887301589559
% = add %1, %2
% = mul %23, %1
% = const f64 0.0002233099453004411
% = add %1, %2
% = mul %26, %1
% = const f64 -0.0006619300701084315
% = add %1, %2
% = mul %29, %1
% = const f64 0.0018861348769919975
% = add %1, %2
% = mul %32, %1
% = const f64 -0.0051459575478377826
% = add %1, %2
% = mul %35, %1
% = const f64 0.013377340953067394
% = add %1, %2
% = mul %38, %1
% = const f64 -0.03293090529956527
% = add %1, %2
% = mul %41, %1
% = const f64 0.0761510398554774
% = add %1, %2
% = mul %44, %1
% = const f64 -0.16362291773256005
% = add %1, %2
% = mul %47, %1
% = const f64 0.3215854164543175
% = add %1, %2
return %0
}
`,
  "special.fits.generated.erfcxFrom2": `func @special.fits.generated.erfcxFrom2(%: f64) -> (f64) {
% = const f64 1.6482525468969957e-12
% = mul %2, %1
% = const f64 -8.134236373235494e-12
% = add %1, %2
% = mul %5, %1
% = const f64 3.1724792006762475e-11
% = add %1, %2
% = mul %8, %1
% = const f64 -1.5077563830210874e-10
% = add %1, %2
% = mul %11, %1
% = const f64 7.20516363335066e-10
% = add %1, %2
% = mul %14, %1
% = const f64 -3.316229237177357e-9
% = add %1, %2
% = mul %17, %1
% = const f64 1.4977253627698686e-8
% = add %1, %2
% = mul %20, %1
% = const f64 -6.64646639786765e-8
% = add %1, %2
% = mul %23, %1
% = const f64 2.8926684651166363e-7
% = add %1, %2
% = mul %26, %1
% = const f64 -0.0000012333685934914701
% = add %1, %2
% = mul %29, %1
% = const f64 0.000005146436522511331
% = add %1, %2
% = mul %32, %1
% = const f64 -0.000020989464259545496
% = add %1, %2
% = mul %35, %1
% = const f64 0.00008355413963369297
% = add %1, %2
% = mul %38, %1
% = const f64 -0.00032412554452200884
% = add %1, %2
% = mul %41, %1
% = const f64 0.0012230390523765237
% = add %1, %2
% = mul %44, %1
% = const f64 -0.004479431018371144
% = add %1, %2
% = mul %47, %1
% = const f64 0.01588437115987134
% = add %1, %2
% = mul %50, %1
% = const f64 -0.05437226000717289
% = add %1, %2
% = mul %53, %1
% = const f64 0.17900115118138996
% = add %1, %2
return %0
}
`,
  "special.fits.generated.erfcxFrom4": `func @special.fits.generated.erfcxFrom4(%: f64) -> (f64) {
% = const f64 2.9991618845502746e-18
% = mul %2, %1
% = const f64 -2.2344507414970715e-17
% = add %1, %2
% = mul %5, %1
% = const f64 1.0224677586311625e-16
% = add %1, %2
% = mul %8, %1
% = const f64 -7.432686020475312e-16
% = add %1, %2
% = mul %11, %1
% = const f64 5.925625693457048e-15
% = add %1, %2
% = mul %14, %1
% = const f64 -4.253436171725783e-14
% = add %1, %2
% = mul %17, %1
% = const f64 2.9991483221808924e-13
% = add %1, %2
% = mul %20, %1
% = const f64 -2.1155577382776433e-12
% = add %1, %2
% = mul %23, %1
% = const f64 1.4800914474982227e-11
% = add %1, %2
% = mul %26, %1
% = const f64 -1.025644574297657e-10
% = add %1, %2
% = mul %29, %1
% = const f64 7.041766274680313e-10
% = add %1, %2
% = mul %32, %1
% = const f64 -4.7891513747069686e-9
% = add %1, %2
% = mul %35, %1
% = const f64 3.225581007208087e-8
% = add %1, %2
% = mul %38, %1
% = const f64 -2.1508605448049146e-7
% = add %1, %2
% = mul %41, %1
% = const f64 0.000001419539553723892
% = add %1, %2
% = mul %44, %1
% = const f64 -0.000009270038505704451
% = add %1, %2
% = mul %47, %1
% = const f64 0.000059878849700716084
% = add %1, %2
% = mul %50, %1
% = const f64 -0.00038244819447065965
% = add %1, %2
% = mul %53, %1
% = const f64 0.0024144468662244257
% = add %1, %2
% = mul %56, %1
% = const f64 -0.015060353489052313
% = add %1, %2
% = mul %59, %1
% = const f64 0.09277656780053835
% = add %1, %2
return %0
}
`,
  "special.fits.generated.erfcxTail": `func @special.fits.generated.erfcxTail(%: f64) -> (f64) {
% = const f64 -34154.04960983122
% = mul %2, %1
% = const f64 6971.315869539905
% = add %1, %2
% = mul %5, %1
% = const f64 -1039.5867554712718
% = add %1, %2
% = mul %8, %1
% = const f64 162.2499467809495
% = add %1, %2
% = mul %11, %1
% = const f64 -29.53009940729647
% = add %1, %2
% = mul %14, %1
% = const f64 6.562495268810961
% = add %1, %2
% = mul %17, %1
% = const f64 -1.8749999887587465
% = add %1, %2
% = mul %20, %1
% = const f64 0.749999999986378
% = add %1, %2
% = mul %23, %1
% = const f64 -0.49999999999999356
% = add %1, %2
% = mul %26, %1
% = const f64 1
% = add %1, %2
return %0
}
`,
  "special.fits.generated.gammaFrom1": `func @special.fits.generated.gammaFrom1(%: f64) -> (f64) {
% = const f64 -0.02162630950107031
% = mul %2, %1
% = const f64 0.027032403402463726
% = add %1, %2
% = mul %5, %1
% = const f64 -0.027707017286919912
% = add %1, %2
% = mul %8, %1
% = const f64 0.03463146458110519
% = add %1, %2
% = mul %11, %1
% = const f64 -0.0439969157331005
% = add %1, %2
% = mul %14, %1
% = const f64 0.05498453701025939
% = add %1, %2
% = mul %17, %1
% = const f64 -0.06865907093211916
% = add %1, %2
% = mul %20, %1
% = const f64 0.08576736320717133
% = add %1, %2
% = mul %23, %1
% = const f64 -0.10706704650045658
% = add %1, %2
% = mul %26, %1
% = const f64 0.13360554647682102
% = add %1, %2
% = mul %29, %1
% = const f64 -0.1660375515290953
% = add %1, %2
% = mul %32, %1
% = const f64 0.2075158043398296
% = add %1, %2
% = mul %35, %1
% = const f64 -0.2504420978794775
% = add %1, %2
% = mul %38, %1
% = const f64 0.3272593386959371
% = add %1, %2
% = mul %41, %1
% = const f64 -0.32577880237164425
% = add %1, %2
% = mul %44, %1
% = const f64 0.5660774716052679
% = add %1, %2
% = mul %47, %1
% = const f64 -0.2061644460672676
% = add %1, %2
% = mul %50, %1
% = const f64 0.906402477055477
% = add %1, %2
return %0
}
`,
  "special.fits.generated.gammaFrom15": `func @special.fits.generated.gammaFrom15(%: f64) -> (f64) {
% = const f64 -0.00014022285352836895
% = mul %2, %1
% = const f64 0.00024529787229596593
% = add %1, %2
% = mul %5, %1
% = const f64 -0.0003939259370468797
% = add %1, %2
% = mul %8, %1
% = const f64 0.000688843977101129
% = add %1, %2
% = mul %11, %1
% = const f64 -0.0012060713557236927
% = add %1, %2
% = mul %14, %1
% = const f64 0.0021115581294673166
% = add %1, %2
% = mul %17, %1
% = const f64 -0.0036471786133176727
% = add %1, %2
% = mul %20, %1
% = const f64 0.006515302753984344
% = add %1, %2
% = mul %23, %1
% = const f64 -0.010487493000237437
% = add %1, %2
% = mul %26, %1
% = const f64 0.021581551219761512
% = add %1, %2
% = mul %29, %1
% = const f64 -0.023190912129907634
% = add %1, %2
% = mul %32, %1
% = const f64 0.08731925662104242
% = add %1, %2
% = mul %35, %1
% = const f64 0.003147157784746949
% = add %1, %2
% = mul %38, %1
% = const f64 0.37927159402520483
% = add %1, %2
% = mul %41, %1
% = const f64 0.2274426584822711
% = add %1, %2
% = mul %44, %1
% = const f64 0.9190625268488832
% = add %1, %2
return %0
}
`,
  "special.fits.generated.lgammaAt1": `func @special.fits.generated.lgammaAt1(%: f64) -> (f64) {
% = const f64 -0.06928380249485716
% = mul %2, %1
% = const f64 0.07302784334409541
% = add %1, %2
% = mul %5, %1
% = const f64 -0.05663245272474891
% = add %1, %2
% = mul %8, %1
% = const f64 0.06020201298139458
% = add %1, %2
% = mul %11, %1
% = const f64 -0.06682232999260808
% = add %1, %2
% = mul %14, %1
% = const f64 0.07159408341567752
% = add %1, %2
% = mul %17, %1
% = const f64 -0.07692618365330123
% = add %1, %2
% = mul %20, %1
% = const f64 0.08334719848486703
% = add %1, %2
% = mul %23, %1
% = const f64 -0.09095417407951806
% = add %1, %2
% = mul %26, %1
% = const f64 0.10009962210510019
% = add %1, %2
% = mul %29, %1
% = const f64 -0.11133426359238932
% = add %1, %2
% = mul %32, %1
% = const f64 0.12550966713649744
% = add %1, %2
% = mul %35, %1
% = const f64 -0.14404989678670604
% = add %1, %2
% = mul %38, %1
% = const f64 0.16955717701613895
% = add %1, %2
% = mul %41, %1
% = const f64 -0.20738555102861042
% = add %1, %2
% = mul %44, %1
% = const f64 0.27058080842771787
% = add %1, %2
% = mul %47, %1
% = const f64 -0.4006856343865315
% = add %1, %2
% = mul %50, %1
% = const f64 0.8224670334241133
% = add %1, %2
% = mul %53, %1
% = const f64 -0.5772156649015329
% = add %1, %2
return %0
}
`,
  "special.fits.generated.lgammaAt15": `func @special.fits.generated.lgammaAt15(%: f64) -> (f64) {
% = const f64 -0.00016816792623728724
% = mul %2, %1
% = const f64 0.00027012807002572525
% = add %1, %2
% = mul %5, %1
% = const f64 -0.00039413010206369275
% = add %1, %2
% = mul %8, %1
% = const f64 0.0006410880201159736
% = add %1, %2
% = mul %11, %1
% = const f64 -0.0010550033177893206
% = add %1, %2
% = mul %14, %1
% = const f64 0.001745175160365432
% = add %1, %2
% = mul %17, %1
% = const f64 -0.0029209678778614225
% = add %1, %2
% = mul %20, %1
% = const f64 0.0049657246984027605
% = add %1, %2
% = mul %23, %1
% = const f64 -0.008622603970362077
% = add %1, %2
% = mul %26, %1
% = const f64 0.015435484235662433
% = add %1, %2
% = mul %29, %1
% = const f64 -0.02895208188857112
% = add %1, %2
% = mul %32, %1
% = const f64 0.05871212641625463
% = add %1, %2
% = mul %35, %1
% = const f64 -0.1381327740390543
% = add %1, %2
% = mul %38, %1
% = const f64 0.46740110027234116
% = add %1, %2
% = mul %41, %1
% = const f64 0.03648997397857652
% = add %1, %2
% = mul %44, %1
% = const f64 -0.12078223763524522
% = add %1, %2
return %0
}
`,
  "special.fits.generated.lgammaAt2": `func @special.fits.generated.lgammaAt2(%: f64) -> (f64) {
% = const f64 0.000004590113462170465
% = mul %2, %1
% = const f64 -0.000009898930724798183
% = add %1, %2
% = mul %5, %1
% = const f64 0.0000204885360931396
% = add %1, %2
% = mul %8, %1
% = const f64 -0.00004488637446107695
% = add %1, %2
% = mul %11, %1
% = const f64 0.00009945831233690223
% = add %1, %2
% = mul %14, %1
% = const f64 -0.00022315646491052814
% = add %1, %2
% = mul %17, %1
% = const f64 0.0005096695072081966
% = add %1, %2
% = mul %20, %1
% = const f64 -0.0011927538742801083
% = add %1, %2
% = mul %23, %1
% = const f64 0.0028905103309244426
% = add %1, %2
% = mul %26, %1
% = const f64 -0.00738555102906437
% = add %1, %2
% = mul %29, %1
% = const f64 0.02058080842778383
% = add %1, %2
% = mul %32, %1
% = const f64 -0.06735230105319658
% = add %1, %2
% = mul %35, %1
% = const f64 0.3224670334241132
% = add %1, %2
% = mul %38, %1
% = const f64 0.42278433509846713
% = add %1, %2
return %0
}
`,
  "special.fits.generated.i0Tail": `func @special.fits.generated.i0Tail(%: f64) -> (f64) {
% = const f64 642133.8253173741
% = mul %2, %1
% = const f64 -203849.6562008845
% = add %1, %2
% = mul %5, %1
% = const f64 30548.47604695542
% = add %1, %2
% = mul %8, %1
% = const f64 -2615.3980891658703
% = add %1, %2
% = mul %11, %1
% = const f64 161.89165704701003
% = add %1, %2
% = mul %14, %1
% = const f64 -3.502259520302714
% = add %1, %2
% = mul %17, %1
% = const f64 0.8485775673156803
% = add %1, %2
% = mul %20, %1
% = const f64 0.2254515557959762
% = add %1, %2
% = mul %23, %1
% = const f64 0.09063952049509
% = add %1, %2
% = mul %26, %1
% = const f64 0.04474192285773585
% = add %1, %2
% = mul %29, %1
% = const f64 0.02921940668739822
% = add %1, %2
% = mul %32, %1
% = const f64 0.028050629087312085
% = add %1, %2
% = mul %35, %1
% = const f64 0.049867785050182384
% = add %1, %2
% = mul %38, %1
% = const f64 0.3989422804014327
% = add %1, %2
return %0
}
`,
  "special.fits.generated.i1Tail": `func @special.fits.generated.i1Tail(%: f64) -> (f64) {
% = const f64 -679626.9189907534
% = mul %2, %1
% = const f64 215686.34556007833
% = add %1, %2
% = mul %5, %1
% = const f64 -32346.049322856124
% = add %1, %2
% = mul %8, %1
% = const f64 2767.635483539064
% = add %1, %2
% = mul %11, %1
% = const f64 -172.07405582137685
% = add %1, %2
% = mul %14, %1
% = const f64 3.53344901725718
% = add %1, %2
% = mul %17, %1
% = const f64 -0.9642008960754586
% = add %1, %2
% = mul %20, %1
% = const f64 -0.2667999329818491
% = add %1, %2
% = mul %23, %1
% = const f64 -0.11077573628425978
% = add %1, %2
% = mul %26, %1
% = const f64 -0.057525394905340116
% = add %1, %2
% = mul %29, %1
% = const f64 -0.040907168893182806
% = add %1, %2
% = mul %32, %1
% = const f64 -0.046751048480920133
% = add %1, %2
% = mul %35, %1
% = const f64 -0.14960335515054077
% = add %1, %2
% = mul %38, %1
% = const f64 0.3989422804014327
% = add %1, %2
return %0
}
`,
  "special.fits.generated.gapFrom1": `func @special.fits.generated.gapFrom1(%: f64) -> (f64) {
% = const f64 3.0396276452738964e-9
% = mul %2, %1
% = const f64 -2.2220285976366634e-8
% = add %1, %2
% = mul %5, %1
% = const f64 1.48596371110415e-7
% = add %1, %2
% = mul %8, %1
% = const f64 -9.366277205730858e-7
% = add %1, %2
% = mul %11, %1
% = const f64 0.0000054409059755277515
% = add %1, %2
% = mul %14, %1
% = const f64 -0.000028912420960405542
% = add %1, %2
% = mul %17, %1
% = const f64 0.00013938043734201168
% = add %1, %2
% = mul %20, %1
% = const f64 -0.0006034107839007425
% = add %1, %2
% = mul %23, %1
% = const f64 0.0023169782535058386
% = add %1, %2
% = mul %26, %1
% = const f64 -0.007769524281313588
% = add %1, %2
% = mul %29, %1
% = const f64 0.022305870113253634
% = add %1, %2
% = mul %32, %1
% = const f64 -0.053411346132100225
% = add %1, %2
% = mul %35, %1
% = const f64 0.10287608667651436
% = add %1, %2
% = mul %38, %1
% = const f64 -0.15076218498584823
% = add %1, %2
% = mul %41, %1
% = const f64 0.14839422163323265
% = add %1, %2
return %0
}
`,
  "special.fits.generated.gapFrom2": `func @special.fits.generated.gapFrom2(%: f64) -> (f64) {
% = const f64 -3624603379.3956637
% = mul %2, %1
% = const f64 1176809019.6828675
% = add %1, %2
% = mul %5, %1
% = const f64 225604678.42188746
% = add %1, %2
% = mul %8, %1
% = const f64 -134814373.50007322
% = add %1, %2
% = mul %11, %1
% = const f64 24395461.84322613
% = add %1, %2
% = mul %14, %1
% = const f64 -7487496.041052919
% = add %1, %2
% = mul %17, %1
% = const f64 2511245.2730102027
% = add %1, %2
% = mul %20, %1
% = const f64 -208306.24934661004
% = add %1, %2
% = mul %23, %1
% = const f64 -223971.02103239356
% = add %1, %2
% = mul %26, %1
% = const f64 152840.32032875658
% = add %1, %2
% = mul %29, %1
% = const f64 -60629.759582443905
% = add %1, %2
% = mul %32, %1
% = const f64 15379.615642193286
% = add %1, %2
% = mul %35, %1
% = const f64 -819.865723160732
% = add %1, %2
% = mul %38, %1
% = const f64 -1583.89016151284
% = add %1, %2
% = mul %41, %1
% = const f64 982.7559263939951
% = add %1, %2
% = mul %44, %1
% = const f64 -313.11873572913214
% = add %1, %2
% = mul %47, %1
% = const f64 28.10065465694468
% = add %1, %2
% = mul %50, %1
% = const f64 29.391745808464936
% = add %1, %2
% = mul %53, %1
% = const f64 -17.670414328473615
% = add %1, %2
% = mul %56, %1
% = const f64 3.3324982261462868
% = add %1, %2
% = mul %59, %1
% = const f64 1.3783096590427795
% = add %1, %2
% = mul %62, %1
% = const f64 -0.9209425453375786
% = add %1, %2
% = mul %65, %1
% = const f64 -0.08946774429581592
% = add %1, %2
% = mul %68, %1
% = const f64 0.1685757063135896
% = add %1, %2
% = mul %71, %1
% = const f64 0.24275535780051377
% = add %1, %2
return %0
}
`,
  "special.fits.generated.gapFrom5": `func @special.fits.generated.gapFrom5(%: f64) -> (f64) {
% = const f64 -3624362965514115000
% = mul %2, %1
% = const f64 491663179699805250
% = add %1, %2
% = mul %5, %1
% = const f64 90945268353221870
% = add %1, %2
% = mul %8, %1
% = const f64 -19173689882323132
% = add %1, %2
% = mul %11, %1
% = const f64 84638737926296.8
% = add %1, %2
% = mul %14, %1
% = const f64 243538401549470.28
% = add %1, %2
% = mul %17, %1
% = const f64 -28209993211252.656
% = add %1, %2
% = mul %20, %1
% = const f64 900128165185.9194
% = add %1, %2
% = mul %23, %1
% = const f64 288246656234.7372
% = add %1, %2
% = mul %26, %1
% = const f64 -62990244066.454346
% = add %1, %2
% = mul %29, %1
% = const f64 4116546883.797028
% = add %1, %2
% = mul %32, %1
% = const f64 591996010.0323923
% = add %1, %2
% = mul %35, %1
% = const f64 -150264104.31195235
% = add %1, %2
% = mul %38, %1
% = const f64 6657213.186214892
% = add %1, %2
% = mul %41, %1
% = const f64 2062404.4450811548
% = add %1, %2
% = mul %44, %1
% = const f64 -308934.970645935
% = add %1, %2
% = mul %47, %1
% = const f64 -15828.833431711086
% = add %1, %2
% = mul %50, %1
% = const f64 6648.185717316802
% = add %1, %2
% = mul %53, %1
% = const f64 126.9277277144639
% = add %1, %2
% = mul %56, %1
% = const f64 -128.1521228007095
% = add %1, %2
% = mul %59, %1
% = const f64 -9.187587927233174
% = add %1, %2
% = mul %62, %1
% = const f64 1.567212127063664
% = add %1, %2
% = mul %65, %1
% = const f64 0.5275269195877496
% = add %1, %2
% = mul %68, %1
% = const f64 0.16082084659772006
% = add %1, %2
% = mul %71, %1
% = const f64 0.10152668164468585
% = add %1, %2
% = mul %74, %1
% = const f64 0.21069628377725416
% = add %1, %2
return %0
}
`,
  "special.fits.generated.gapTail": `func @special.fits.generated.gapTail(%: f64) -> (f64) {
% = const f64 -79064331277.03789
% = mul %2, %1
% = const f64 37011252985.57298
% = add %1, %2
% = mul %5, %1
% = const f64 -7753355087.201676
% = add %1, %2
% = mul %8, %1
% = const f64 967311887.9143846
% = add %1, %2
% = mul %11, %1
% = const f64 -80214983.78014089
% = add %1, %2
% = mul %14, %1
% = const f64 4677252.141889951
% = add %1, %2
% = mul %17, %1
% = const f64 -196373.28153332896
% = add %1, %2
% = mul %20, %1
% = const f64 6157.817023690537
% = add %1, %2
% = mul %23, %1
% = const f64 -116.35178212729869
% = add %1, %2
% = mul %26, %1
% = const f64 7.4151493887973015
% = add %1, %2
% = mul %29, %1
% = const f64 1.4583397431808607
% = add %1, %2
% = mul %32, %1
% = const f64 0.49852757787868324
% = add %1, %2
% = mul %35, %1
% = const f64 0.2013388515336658
% = add %1, %2
% = mul %38, %1
% = const f64 0.10226792209789051
% = add %1, %2
% = mul %41, %1
% = const f64 0.07012657272092869
% = add %1, %2
% = mul %44, %1
% = const f64 0.07480167757527248
% = add %1, %2
% = mul %47, %1
% = const f64 0.19947114020071635
% = add %1, %2
return %0
}
`,
  "special.gamma.gamma": `func @special.gamma.gamma(%: f64) -> (f64) {
% = ne %1, %1
% = if %1 {
% = const bool 1
yield %0
} {
% = const f64 0
% = eq %5, %1
yield %0
}
% = if %4 {
% = const f64 1
% = div %1, %8
yield %0
} {
% = const f64 172
% = gt %10, %1
% = if %1 {
% = const f64 Infinity
yield %0
} {
% = floor %13
% = const f64 0
% = lt %15, %1
% = if %1 {
% = eq %4, %17
yield %0
} {
% = const bool 0
yield %0
}
% = if %3 {
% = const f64 NaN
yield %0
} {
% = const f64 -190
% = lt %22, %1
% = if %1 {
% = const f64 2
% = rem %12, %1
% = eq %1, %12
% = if %1 {
yield %13
} {
% = const f64 -0
yield %0
}
yield %1
} {
% = sub %29, %16
% = const f64 1
% = add %2, %1
% = const f64 1.5
% = lt %2, %1
% = if %1 {
% = const f64 1.25
% = sub %5, %1
%: f64 = call @special.fits.generated.gammaFrom1 %1
yield %0
} {
% = const f64 1.75
% = sub %8, %1
%: f64 = call @special.fits.generated.gammaFrom15 %1
yield %0
}
% = ge %41, %11
% = if %1 {
% = sub %30, %13
% = const f64 7.888609052210118e-31
%: f64 = call @special.products.rising %14, %2, %1
% = mul %12, %1
% = const f64 1.2676506002282294e+30
% = mul %2, %1
yield %0
} {
% = sub %19, %36
% = const f64 6.223015277861142e-61
%: f64 = call @special.products.rising %51, %2, %1
% = div %18, %1
% = mul %1, %3
yield %0
}
yield %11
}
yield %30
}
yield %34
}
yield %42
}
return %47
}
`,
  "special.gamma.lgammaNear": `func @special.gamma.lgammaNear(%: f64) -> (f64) {
% = const f64 1.25
% = lt %2, %1
% = if %1 {
% = const f64 1
% = sub %5, %1
%: f64 = call @special.fits.generated.lgammaAt1 %1
% = mul %2, %1
yield %0
} {
% = const f64 1.75
% = lt %9, %1
% = if %1 {
% = const f64 1.5
% = sub %12, %1
%: f64 = call @special.fits.generated.lgammaAt15 %1
yield %0
} {
% = const f64 2
% = sub %15, %1
%: f64 = call @special.fits.generated.lgammaAt2 %1
% = mul %2, %1
yield %0
}
yield %7
}
return %14
}
`,
  "special.gamma.stirling": `func @special.gamma.stirling(%: f64) -> (f64) {
% = mul %1, %1
% = const f64 1
% = div %1, %2
% = const f64 0.17964437236883057
% = mul %2, %1
% = const f64 -0.029550653594771242
% = add %1, %2
% = mul %5, %1
% = const f64 0.00641025641025641
% = add %1, %2
% = mul %8, %1
% = const f64 -0.0019175269175269176
% = add %1, %2
% = mul %11, %1
% = const f64 0.0008417508417508417
% = add %1, %2
% = mul %14, %1
% = const f64 -0.0005952380952380953
% = add %1, %2
% = mul %17, %1
% = const f64 0.0007936507936507937
% = add %1, %2
% = mul %20, %1
% = const f64 -0.002777777777777778
% = add %1, %2
% = mul %23, %1
% = const f64 0.08333333333333333
% = add %1, %2
% = div %1, %29
return %0
}
`,
  "special.gamma.lgammaAbove": `func @special.gamma.lgammaAbove(%: f64) -> (f64) {
% = const f64 10
% = ge %2, %1
% = if %1 {
% = const f64 0.5
% = sub %5, %1
% = log %6
% = const f64 1
% = sub %2, %1
% = mul %4, %1
%: f64 = call @special.gamma.stirling %10
% = const f64 0.4189385332046728
% = add %1, %2
% = add %4, %1
yield %0
} {
% = const f64 2.25
% = ge %15, %1
% = if %1 {
% = const f64 1.25
% = sub %18, %1
% = floor %1
% = sub %20, %1
% = const f64 1
%: f64 = call @special.products.rising %2, %3, %1
% = log %1
%: f64 = call @special.gamma.lgammaNear %4
% = add %2, %1
yield %0
} {
% = const f64 0.75
% = ge %27, %1
% = if %1 {
%: f64 = call @special.gamma.lgammaNear %29
yield %0
} {
% = const f64 0.5
% = sub %31, %1
%: f64 = call @special.fits.generated.lgammaAt15 %1
% = log %33
% = sub %2, %1
yield %0
}
yield %6
}
yield %18
}
return %31
}
`,
  "special.gamma.lgamma": `func @special.gamma.lgamma(%: f64) -> (f64) {
% = const f64 0.25
% = gt %2, %1
% = if %1 {
%: f64 = call @special.gamma.lgammaAbove %4
yield %0
} {
% = const f64 -0.25
% = ge %6, %1
% = if %1 {
%: f64 = call @special.fits.generated.lgammaAt1 %8
% = mul %9, %1
% = abs %10
% = log %1
% = sub %3, %1
yield %0
} {
% = const f64 -19
% = gt %14, %1
% = if %1 {
% = const f64 2.25
% = sub %1, %17
% = floor %1
% = add %19, %1
%: f64 = call @special.gamma.lgammaNear %1
% = const f64 1
%: f64 = call @special.products.rising %22, %4, %1
% = abs %1
% = log %1
% = sub %5, %1
% = abs %1
% = const f64 0.3
% = lt %2, %1
% = if %1 {
%: f64 = call @special.gamma.lgammaAtRoot %30, %5
yield %0
} {
yield %5
}
yield %1
} {
% = const f64 -Infinity
% = eq %32, %1
% = if %1 {
% = const f64 Infinity
yield %0
} {
% = ne %35, %35
% = if %1 {
yield %36
} {
%: f64 = call @special.products.sinPi %37
% = mul %38, %1
% = abs %1
% = log %1
% = const f64 1.1447298858494002
% = sub %1, %2
% = neg %43
%: f64 = call @special.gamma.lgammaAbove %1
% = sub %3, %1
yield %0
}
yield %9
}
yield %12
}
yield %30
}
yield %38
}
return %42
}
`,
  "special.gamma.lgammaAtRoot": `func @special.gamma.lgammaAtRoot(%: f64, %: f64) -> (f64) {
% = neg %2
% = ceil %1
% = const f64 3
% = eq %2, %1
%, %, %, %, %, % = if %6 {
% = const f64 -2.4570247382208006
% = const f64 -3.7075610815513266e-17
% = const f64 -2.7476826467274127
% = const f64 9.055340329338315e-17
% = const f64 0
% = const bool 0
yield %5, %4, %3, %2, %1, %0
} {
% = const f64 4
% = eq %16, %1
%, %, %, %, %, % = if %6 {
% = const f64 -3.14358088834998
% = const f64 -2.1818179852331714e-16
% = const f64 -3.955294284858598
% = const f64 -1.999428391746348e-17
% = const f64 0
% = const bool 0
yield %5, %4, %3, %2, %1, %0
} {
% = const f64 5
% = eq %30, %1
%, %, %, %, %, % = if %6 {
% = const f64 -4.039361839740537
% = const f64 2.1143995503980602e-16
% = const f64 -4.991544640560048
% = const f64 1.5174411760571722e-16
% = const f64 0
% = const bool 0
yield %5, %4, %3, %2, %1, %0
} {
% = const f64 6
% = eq %44, %1
%, %, %, %, %, % = if %6 {
% = const f64 -5.0082181683225935
% = const f64 -4.3926353491015815e-17
% = const f64 -5.998607480080875
% = const f64 -3.311862478893795e-16
% = const f64 0
% = const bool 0
yield %5, %4, %3, %2, %1, %0
} {
% = const f64 7
% = eq %58, %1
%, %, %, %, %, % = if %6 {
% = const f64 -6.001385294453155
% = const f64 6.415847287933042e-17
% = const f64 -6.999801507890638
% = const f64 1.0550130037400023e-17
% = const f64 0
% = const bool 0
yield %5, %4, %3, %2, %1, %0
} {
% = const f64 8
% = eq %72, %1
%, %, %, %, %, % = if %6 {
% = const f64 -7.000198333407325
% = const f64 2.504354173632409e-16
% = const f64 -7.999975197095821
% = const f64 -5.261737128572354e-17
% = const f64 0
% = const bool 0
yield %5, %4, %3, %2, %1, %0
} {
% = const f64 9
% = eq %86, %1
%, %, %, %, %, % = if %6 {
% = const f64 -8.000024800270682
% = const f64 -4.354586297860107e-16
% = const f64 -8.999997244250977
% = const f64 -2.2185620509727132e-16
% = const f64 0
% = const bool 0
yield %5, %4, %3, %2, %1, %0
} {
% = const f64 10
% = eq %100, %1
% = ne %101, %2
%, %, %, %, % = if %6 {
% = const f64 -9.000002755714823
% = const f64 -9.491348611623208e-17
% = const f64 -9.99999972442663
% = const f64 4.883037618642443e-16
% = const f64 0
yield %4, %3, %2, %1, %0
} {
% = const f64 0
yield %0, %0, %0, %0, %114
}
yield %10, %9, %8, %7, %6, %11
}
yield %25, %24, %23, %22, %21, %20
}
yield %39, %38, %37, %36, %35, %34
}
yield %53, %52, %51, %50, %49, %48
}
yield %67, %66, %65, %64, %63, %62
}
yield %81, %80, %79, %78, %77, %76
}
yield %95, %94, %93, %92, %91, %90
}
% = if %105 {
yield %106
} {
% = sub %117, %111
% = abs %1
% = sub %119, %111
% = abs %1
% = lt %3, %1
% = select %1, %116, %114
% = select %2, %116, %114
% = sub %124, %2
% = sub %1, %2
% = const i32 0
% = const i32 30
% = const f64 0
% = for {step: 1} %3, %2, %1 { (%: i32, %: f64)
% = to_f64 %2
% = add %11, %1
% = add %1, %11
% = div %10, %1
% = log1p %1
% = add %6, %1
yield %0
}
% = const f64 30
% = add %17, %1
% = add %1, %17
% = add %1, %16
% = const f64 0.5
% = sub %3, %1
% = div %19, %4
% = log1p %1
% = mul %3, %1
% = log %6
% = const f64 1
% = sub %2, %1
% = mul %25, %1
% = add %5, %1
% = div %4, %12
% = div %5, %12
%: f64 = call @special.gamma.stirlingDifference %2, %1, %29
% = add %4, %1
% = sub %1, %27
yield %0
}
return %40
}
`,
  "special.gamma.stirlingDifference": `func @special.gamma.stirlingDifference(%: f64, %: f64, %: f64) -> (f64) {
% = mul %3, %3
% = mul %4, %3
% = add %2, %1
% = mul %5, %5
% = add %2, %1
% = const f64 4
% = pow %9, %1
% = mul %6, %3
% = add %2, %1
% = pow %11, %4
% = add %2, %1
% = const f64 6
% = pow %15, %1
% = mul %12, %3
% = add %2, %1
% = pow %17, %4
% = add %2, %1
% = const f64 0.002777777777777778
% = mul %1, %14
% = const f64 0.08333333333333333
% = sub %1, %2
% = const f64 0.0007936507936507937
% = mul %1, %12
% = add %3, %1
% = neg %25
% = mul %1, %28
% = mul %1, %28
% = const f64 0.0005952380952380953
% = mul %1, %12
% = sub %6, %1
% = mul %4, %1
return %0
}
`,
  "special.gamma.digammaAbove": `func @special.gamma.digammaAbove(%: f64) -> (f64) {
% = const f64 12
% = ge %2, %1
% = if %1 {
% = mul %4, %4
% = const f64 1
% = div %1, %2
% = const f64 0.4432598039215686
% = mul %2, %1
% = const f64 -0.08333333333333333
% = add %1, %2
% = mul %5, %1
% = const f64 0.021092796092796094
% = add %1, %2
% = mul %8, %1
% = const f64 0.007575757575757576
% = sub %1, %2
% = mul %11, %1
% = const f64 -0.004166666666666667
% = add %1, %2
% = mul %14, %1
% = const f64 0.003968253968253968
% = add %1, %2
% = mul %17, %1
% = const f64 -0.008333333333333333
% = add %1, %2
% = mul %20, %1
% = const f64 0.08333333333333333
% = add %1, %2
% = log %29
% = const f64 0.5
% = div %1, %31
% = sub %3, %1
% = mul %27, %5
% = sub %2, %1
yield %0
} {
% = const f64 1.4616321449683622
% = const f64 9.549995429965697e-17
%: f64 = call @special.gamma.digammaFrom %37, %2, %1
yield %0
}
return %34
}
`,
  "special.gamma.digamma": `func @special.gamma.digamma(%: f64) -> (f64) {
% = const f64 1
% = ge %2, %1
% = if %1 {
%: f64 = call @special.gamma.digammaAbove %4
yield %0
} {
% = const f64 0
% = gt %6, %1
% = if %1 {
% = add %8, %7
%: f64 = call @special.gamma.digammaAbove %1
% = div %9, %10
% = sub %2, %1
yield %0
} {
% = eq %12, %7
% = if %1 {
% = const f64 -1
% = div %1, %15
yield %0
} {
% = const f64 -Infinity
% = gt %17, %1
% = if %1 {
% = floor %19
% = eq %1, %20
yield %0
} {
% = const bool 1
yield %0
}
% = if %4 {
% = const f64 NaN
yield %0
} {
% = sub %23, %24
%: f64 = call @special.gamma.digammaAbove %1
%: f64 = call @special.products.piCotPi %26
% = sub %2, %1
% = abs %1
% = lt %1, %28
% = if %1 {
% = const f64 -12
% = gt %32, %1
yield %0
} {
% = const bool 0
yield %0
}
% = if %4 {
%: f64 = call @special.gamma.digammaAtRoot %35
yield %0
} {
yield %8
}
yield %1
}
yield %13
}
yield %22
}
yield %28
}
return %32
}
`,
  "special.gamma.digammaFrom": `func @special.gamma.digammaFrom(%: f64, %: f64, %: f64) -> (f64) {
% = sub %3, %2
% = sub %1, %2
% = const f64 12
% = sub %1, %5
% = ceil %1
% = const i32 0
% = const f64 2147483647
% = gt %3, %1
if %0 {
fail {code: "NB4006", message: "a loop that counts beyond 2147483647"}
yield
} {
yield
}
% = clamp_i32 %4
% = ne %5, %5
% = select %1, %5, %2
% = const f64 0
% = for {step: 1} %7, %2, %1 { (%: i32, %: f64)
% = to_f64 %2
% = add %19, %1
% = add %19, %2
% = add %1, %19
% = mul %3, %1
% = div %19, %1
% = add %7, %1
yield %0
}
% = add %24, %18
% = add %1, %24
% = const f64 1
% = div %1, %2
% = add %29, %22
% = div %3, %1
% = add %3, %1
% = mul %4, %4
% = mul %3, %3
% = add %2, %1
% = mul %4, %1
% = const f64 4
% = pow %9, %1
% = mul %6, %8
% = mul %1, %9
% = add %3, %1
% = pow %11, %5
% = add %2, %1
% = mul %12, %1
% = add %7, %3
% = mul %10, %1
% = const f64 8
% = pow %19, %1
% = const f64 6
% = pow %21, %1
% = mul %1, %20
% = mul %1, %21
% = add %5, %1
% = mul %16, %12
% = add %2, %1
% = pow %25, %7
% = mul %24, %1
% = add %3, %1
% = pow %28, %12
% = add %2, %1
% = mul %29, %1
% = add %12, %6
% = mul %19, %1
% = pow %35, %58
% = const f64 10
% = pow %37, %1
% = mul %1, %36
% = mul %1, %37
% = add %5, %1
% = mul %22, %28
% = add %2, %1
% = mul %22, %16
% = add %2, %1
% = mul %36, %15
% = add %2, %1
% = pow %45, %11
% = mul %44, %1
% = add %3, %1
% = pow %48, %73
% = add %2, %1
% = mul %49, %1
% = const f64 0.08333333333333333
% = mul %1, %51
% = const f64 0.5
% = add %1, %2
% = const f64 0.008333333333333333
% = mul %1, %51
% = sub %3, %1
% = const f64 0.003968253968253968
% = mul %1, %46
% = add %3, %1
% = const f64 0.004166666666666667
% = mul %1, %47
% = sub %3, %1
% = const f64 0.007575757575757576
% = mul %1, %35
% = add %3, %1
% = const f64 0.021092796092796094
% = mul %1, %36
% = sub %3, %1
% = mul %19, %20
% = add %2, %1
% = mul %98, %74
% = log1p %1
% = mul %2, %74
% = mul %1, %4
% = add %3, %1
% = add %92, %1
return %0
}
`,
  "special.gamma.digammaAtRoot": `func @special.gamma.digammaAtRoot(%: f64) -> (f64) {
% = const f64 -1
% = gt %2, %1
% = if %1 {
% = const f64 -0.5040830082644554
% = const f64 -8.15428206243813e-18
%: f64 = call @special.gamma.digammaFrom %6, %2, %1
yield %0
} {
% = const f64 -2
% = gt %8, %1
% = if %1 {
% = const f64 -1.5734984731623904
% = const f64 -1.574185691077347e-17
%: f64 = call @special.gamma.digammaFrom %12, %2, %1
yield %0
} {
% = const f64 -3
% = gt %14, %1
% = if %1 {
% = const f64 -2.6107208684441447
% = const f64 9.881960746978353e-17
%: f64 = call @special.gamma.digammaFrom %18, %2, %1
yield %0
} {
% = const f64 -4
% = gt %20, %1
% = if %1 {
% = const f64 -3.635293366436901
% = const f64 5.454396163173039e-17
%: f64 = call @special.gamma.digammaFrom %24, %2, %1
yield %0
} {
% = const f64 -5
% = gt %26, %1
% = if %1 {
% = const f64 -4.653237761743142
% = const f64 -2.5492686201468193e-16
%: f64 = call @special.gamma.digammaFrom %30, %2, %1
yield %0
} {
% = const f64 -6
% = gt %32, %1
% = if %1 {
% = const f64 -5.6671624415568855
% = const f64 -3.2153051074948335e-18
%: f64 = call @special.gamma.digammaFrom %36, %2, %1
yield %0
} {
% = const f64 -7
% = gt %38, %1
% = if %1 {
% = const f64 -6.678418213073427
% = const f64 3.470798723495241e-16
%: f64 = call @special.gamma.digammaFrom %42, %2, %1
yield %0
} {
% = const f64 -8
% = gt %44, %1
% = if %1 {
% = const f64 -7.687788325031626
% = const f64 -1.351562494643672e-16
%: f64 = call @special.gamma.digammaFrom %48, %2, %1
yield %0
} {
% = const f64 -9
% = gt %50, %1
% = if %1 {
% = const f64 -8.695764163816401
% = const f64 -3.2859903716289447e-16
%: f64 = call @special.gamma.digammaFrom %54, %2, %1
yield %0
} {
% = const f64 -10
% = gt %56, %1
% = if %1 {
% = const f64 -9.702672540001863
% = const f64 -3.2563178405401477e-16
%: f64 = call @special.gamma.digammaFrom %60, %2, %1
yield %0
} {
% = const f64 -11
% = gt %62, %1
% = if %1 {
% = const f64 -10.708740838254144
% = const f64 -6.287211750540301e-16
%: f64 = call @special.gamma.digammaFrom %66, %2, %1
yield %0
} {
% = const f64 -11.714133061228955
% = const f64 8.598250154343834e-16
%: f64 = call @special.gamma.digammaFrom %69, %2, %1
yield %0
}
yield %6
}
yield %12
}
yield %18
}
yield %24
}
yield %30
}
yield %36
}
yield %42
}
yield %48
}
yield %54
}
yield %60
}
return %66
}
`,
  "special.incomplete-beta.remainder": `func @special.incomplete-beta.remainder(%: f64) -> (f64) {
% = const f64 10
% = ge %2, %1
% = if %1 {
%: f64 = call @special.gamma.stirling %4
yield %0
} {
%: f64 = call @special.gamma.lgamma %5
% = const f64 0.5
% = sub %7, %1
% = log %8
% = mul %2, %1
% = sub %1, %10
% = const f64 0.9189385332046728
% = add %2, %1
% = sub %8, %1
yield %0
}
return %10
}
`,
  "special.incomplete-beta.excessOf": `func @special.incomplete-beta.excessOf(%: f64, %: f64) -> (f64) {
% = const f64 0.5
% = lt %2, %1
% = if %1 {
% = log %4
% = sub %6, %1
yield %0
} {
%: f64 = call @special.incomplete-gamma.excess %7
yield %0
}
return %3
}
`,
  "special.incomplete-beta.front": `func @special.incomplete-beta.front(%: f64, %: f64, %: f64) -> (f64) {
% = add %3, %2
% = const f64 1
% = sub %1, %3
% = const f64 170
% = lt %4, %1
% = if %1 {
% = pow %7, %9
% = pow %5, %9
% = mul %2, %1
yield %0
} {
% = const f64 0
yield %0
}
% = const f64 1e-290
% = gt %6, %1
%, % = if %2 {
% = const f64 0.5
% = lt %16, %1
% = if %1 {
% = sub %16, %15
% = sub %1, %19
yield %0
} {
% = const f64 0
yield %0
}
%: f64 = call @special.gamma.gamma %20
%: f64 = call @special.gamma.gamma %24
% = div %2, %1
%: f64 = call @special.gamma.gamma %25
% = div %2, %1
% = mul %1, %20
% = gt %29, %28
% = if %1 {
% = sub %28, %31
% = sub %31, %1
yield %0
} {
% = sub %30, %32
% = sub %34, %1
yield %0
}
% = const f64 2
% = gt %33, %1
% = if %1 {
% = sub %35, %21
% = log %1
yield %0
} {
% = const f64 0
yield %0
}
% = const f64 Infinity
% = lt %14, %1
% = if %1 {
% = mul %43, %25
% = div %1, %40
% = add %42, %1
% = mul %17, %10
% = add %2, %1
% = mul %21, %1
yield %0
} {
% = const f64 0
yield %0
}
yield %7, %8
} {
% = const f64 0
% = const bool 0
yield %1, %0
}
% = if %37 {
yield %38
} {
% = mul %53, %52
% = mul %55, %50
% = sub %2, %1
% = neg %57
% = div %2, %58
% = mul %57, %56
% = div %1, %60
%: f64 = call @special.incomplete-beta.excessOf %3, %1
% = mul %5, %1
% = neg %7
% = div %1, %63
% = mul %60, %62
% = div %1, %65
%: f64 = call @special.incomplete-beta.excessOf %3, %1
% = mul %67, %1
% = sub %7, %1
%: f64 = call @special.incomplete-beta.remainder %67
%: f64 = call @special.incomplete-beta.remainder %71
% = sub %2, %1
%: f64 = call @special.incomplete-beta.remainder %72
% = sub %2, %1
% = add %6, %1
% = exp %1
% = mul %77, %76
% = div %1, %75
% = sqrt %1
% = mul %4, %1
% = const f64 0.3989422804014327
% = mul %2, %1
yield %0
}
return %29
}
`,
  "special.incomplete-beta.powerSeries": `func @special.incomplete-beta.powerSeries(%: f64, %: f64, %: f64) -> (f64) {
% = const f64 1
% = div %1, %4
% = const f64 5000
%, %, % = loop %5, %5, %4 { (%: f64, %: f64, %: f64)
% = lt %3, %7
%, %, %, % = if %4 {
% = sub %8, %16
% = div %1, %9
% = mul %1, %17
% = mul %10, %1
% = add %21, %12
% = div %2, %1
% = add %12, %1
% = abs %2
% = const f64 1e-17
% = mul %1, %3
% = lt %3, %1
% = not %1
% = if %2 {
yield %20
} {
% = add %21, %27
yield %0
}
yield %2, %10, %7, %1
} {
% = const bool 0
yield %0, %21, %20, %22
}
yield %18, %15, %17, %16
}
return %23
}
`,
  "special.incomplete-beta.fraction": `func @special.incomplete-beta.fraction(%: f64, %: f64, %: f64) -> (f64) {
% = const f64 1
% = const f64 0
% = const f64 200000
%, %, %, % = loop %6, %5, %6, %6 { (%: f64, %: f64, %: f64, %: f64)
% = lt %4, %9
%, %, %, %, % = if %5 {
% = const f64 2
% = const f64 0.5
% = mul %12, %1
% = floor %1
% = rem %14, %4
% = eq %1, %21
% = if %1 {
% = neg %4
% = sub %27, %5
% = mul %2, %1
yield %0
} {
% = add %30, %7
% = add %31, %30
% = add %1, %9
% = mul %3, %1
yield %0
}
% = add %34, %24
% = sub %1, %32
% = div %10, %1
% = div %35, %3
% = mul %2, %1
% = add %36, %28
% = mul %2, %1
% = sub %38, %1
% = div %2, %1
% = mul %31, %1
% = add %31, %1
% = abs %2
% = abs %2
% = const f64 1e-17
% = mul %1, %2
% = lt %4, %1
% = not %1
% = if %2 {
yield %41
} {
% = add %42, %49
yield %0
}
yield %2, %10, %9, %8, %1
} {
% = const bool 0
yield %0, %42, %41, %40, %43
}
yield %38, %34, %37, %36, %35
}
% = div %45, %54
return %0
}
`,
  "special.incomplete-beta.betainc": `func @special.incomplete-beta.betainc(%: f64, %: f64, %: f64) -> (f64) {
% = const f64 0
% = gt %4, %1
% = if %1 {
% = gt %5, %3
yield %0
} {
% = const bool 0
yield %0
}
% = if %3 {
% = ge %7, %6
yield %0
} {
% = const bool 0
yield %0
}
% = if %3 {
% = const f64 1
% = le %11, %1
yield %0
} {
% = const bool 0
yield %0
}
% = if %4 {
% = eq %14, %13
% = if %1 {
% = const bool 1
yield %0
} {
% = const f64 1
% = eq %18, %1
yield %0
}
% = if %4 {
yield %19
} {
% = const f64 1
% = sub %1, %21
%: f64 = call @special.incomplete-beta.front %24, %23, %22
% = le %24, %3
% = if %1 {
% = const f64 0.95
% = le %26, %1
yield %0
} {
% = const bool 0
yield %0
}
% = if %4 {
% = neg %30
% = pow %9, %1
% = mul %9, %1
%: f64 = call @special.incomplete-beta.powerSeries %34, %33, %32
% = mul %2, %1
yield %0
} {
% = le %36, %14
% = if %1 {
% = const f64 0.95
% = le %16, %1
yield %0
} {
% = const bool 0
yield %0
}
% = if %4 {
% = const f64 0.5
% = gt %41, %1
yield %0
} {
% = const bool 0
yield %0
}
% = if %4 {
% = neg %46
% = pow %45, %1
% = mul %24, %1
%: f64 = call @special.incomplete-beta.powerSeries %48, %49, %26
% = mul %2, %1
% = sub %29, %1
yield %0
} {
% = add %52, %30
% = add %53, %52
% = const f64 2
% = add %2, %1
% = div %4, %1
% = le %55, %1
% = if %1 {
%: f64 = call @special.incomplete-beta.fraction %59, %58, %57
% = mul %36, %1
yield %0
} {
%: f64 = call @special.incomplete-beta.fraction %60, %61, %38
% = mul %38, %1
% = sub %41, %1
yield %0
}
yield %5
}
yield %18
}
yield %33
}
yield %42
} {
% = const f64 NaN
yield %0
}
return %49
}
`,
  "special.incomplete-beta.betaDensity": `func @special.incomplete-beta.betaDensity(%: f64, %: f64, %: f64) -> (f64) {
% = const f64 0
% = gt %4, %1
% = if %1 {
% = gt %5, %3
yield %0
} {
% = const bool 0
yield %0
}
% = if %3 {
% = ge %7, %6
yield %0
} {
% = const bool 0
yield %0
}
% = if %3 {
% = const f64 1
% = le %11, %1
yield %0
} {
% = const bool 0
yield %0
}
% = if %4 {
% = eq %14, %13
% = if %1 {
% = const f64 1
% = lt %19, %1
% = if %1 {
% = const f64 Infinity
yield %0
} {
% = eq %22, %4
% = select %1, %22, %20
yield %0
}
yield %3
} {
% = const f64 1
% = eq %23, %1
% = if %1 {
% = lt %26, %3
% = if %1 {
% = const f64 Infinity
yield %0
} {
% = eq %29, %6
% = select %1, %31, %28
yield %0
}
yield %3
} {
%: f64 = call @special.incomplete-beta.front %32, %31, %30
% = div %1, %31
% = sub %10, %32
% = div %2, %1
yield %0
}
yield %9
}
yield %18
} {
% = const f64 NaN
yield %0
}
return %21
}
`,
  "special.incomplete-gamma.excess": `func @special.incomplete-gamma.excess(%: f64) -> (f64) {
% = const f64 2
% = add %1, %2
% = div %3, %1
% = abs %1
% = const f64 0.2
% = gt %2, %1
% = if %1 {
% = log1p %8
% = sub %9, %1
yield %0
} {
% = mul %7, %7
% = const f64 5
% = const f64 1
% = const f64 0.3333333333333333
% = const f64 40
%, %, % = loop %6, %5, %4 { (%: f64, %: f64, %: f64)
% = lt %3, %7
%, %, %, % = if %4 {
% = mul %7, %16
% = div %1, %9
% = add %8, %1
% = const f64 1e-18
% = lt %4, %1
% = not %1
% = if %2 {
yield %14
} {
% = add %15, %32
yield %0
}
yield %2, %7, %5, %1
} {
% = const bool 0
yield %0, %15, %14, %16
}
yield %12, %9, %11, %10
}
% = mul %34, %25
% = mul %1, %19
% = sub %37, %1
% = mul %35, %1
yield %0
}
return %31
}
`,
  "special.incomplete-gamma.front": `func @special.incomplete-gamma.front(%: f64, %: f64, %: f64) -> (f64) {
% = const f64 150
% = lt %4, %1
% = if %1 {
% = const f64 700
% = lt %6, %1
yield %0
} {
% = const bool 0
yield %0
}
% = if %4 {
% = pow %9, %10
yield %0
} {
% = const f64 0
yield %0
}
% = const f64 1e-290
% = gt %4, %1
% = if %1 {
% = const f64 1e+290
% = lt %7, %1
yield %0
} {
% = const bool 0
yield %0
}
% = if %4 {
% = const f64 -0.5
% = mul %1, %19
% = exp %1
% = mul %13, %20
% = const f64 1
% = add %24, %1
%: f64 = call @special.gamma.gamma %1
% = div %4, %1
% = mul %1, %6
% = mul %1, %7
yield %0
} {
% = const f64 20
% = lt %30, %1
% = if %1 {
% = log %31
% = mul %33, %1
% = sub %1, %33
% = const f64 1
% = add %36, %1
%: f64 = call @special.gamma.lgamma %1
% = sub %4, %1
% = exp %1
% = mul %1, %38
yield %0
} {
% = div %40, %41
% = const f64 0.5
% = lt %2, %1
% = if %1 {
% = const f64 1
% = sub %5, %1
% = log %6
% = sub %2, %1
yield %0
} {
% = sub %48, %49
% = div %1, %50
%: f64 = call @special.incomplete-gamma.excess %1
yield %0
}
% = neg %52
% = mul %1, %9
%: f64 = call @special.gamma.stirling %54
% = sub %2, %1
% = exp %1
% = const f64 6.283185307179586
% = mul %1, %58
% = sqrt %1
% = div %4, %1
% = mul %1, %59
yield %0
}
yield %30
}
return %43
}
`,
  "special.incomplete-gamma.lowerSeries": `func @special.incomplete-gamma.lowerSeries(%: f64, %: f64) -> (f64) {
% = const f64 1
% = const f64 1000000
%, %, % = loop %4, %4, %4 { (%: f64, %: f64, %: f64)
% = lt %3, %7
%, %, %, % = if %4 {
% = add %15, %8
% = div %15, %1
% = mul %9, %1
% = add %9, %1
% = const f64 1e-17
% = mul %1, %2
% = lt %4, %1
% = not %1
% = if %2 {
yield %16
} {
% = add %17, %22
yield %0
}
yield %2, %7, %6, %1
} {
% = const bool 0
yield %0, %17, %16, %18
}
yield %14, %11, %13, %12
}
%: f64 = call @special.incomplete-gamma.front %26, %25, %20
return %0
}
`,
  "special.incomplete-gamma.upperFraction": `func @special.incomplete-gamma.upperFraction(%: f64, %: f64) -> (f64) {
% = const f64 1
% = add %2, %1
% = sub %1, %4
% = const f64 0
% = const f64 1000000
%, %, %, %, % = loop %9, %6, %9, %9, %7 { (%: f64, %: f64, %: f64, %: f64, %: f64)
% = lt %5, %11
%, %, %, %, %, % = if %6 {
% = sub %12, %24
% = mul %13, %1
% = div %1, %10
% = add %25, %14
% = mul %2, %1
% = const f64 2
% = add %14, %1
% = div %3, %1
% = sub %30, %1
% = div %2, %1
% = mul %20, %1
% = add %20, %1
% = abs %2
% = abs %2
% = const f64 1e-17
% = mul %1, %2
% = lt %4, %1
% = not %1
% = if %2 {
yield %30
} {
% = add %31, %41
yield %0
}
yield %2, %10, %9, %8, %13, %1
} {
% = const bool 0
yield %0, %31, %30, %29, %28, %32
}
yield %26, %21, %25, %24, %23, %22
}
% = mul %45, %35
% = div %1, %42
%: f64 = call @special.incomplete-gamma.front %47, %46, %1
return %0
}
`,
  "special.incomplete-gamma.upperSmall": `func @special.incomplete-gamma.upperSmall(%: f64, %: f64) -> (f64) {
% = const f64 0.25
% = le %3, %1
% = if %1 {
%: f64 = call @special.fits.generated.lgammaAt1 %5
% = mul %6, %1
yield %0
} {
% = const f64 0.75
% = le %8, %1
% = if %1 {
% = const f64 0.5
% = sub %11, %1
%: f64 = call @special.fits.generated.lgammaAt15 %1
yield %0
} {
% = const f64 1
% = add %14, %1
%: f64 = call @special.gamma.lgamma %1
yield %0
}
yield %6
}
% = log %15
% = mul %17, %1
% = sub %1, %14
% = const f64 1
% = const f64 0
% = const f64 60
%, %, % = loop %5, %5, %4 { (%: f64, %: f64, %: f64)
% = lt %3, %7
%, %, %, % = if %4 {
% = neg %32
% = div %1, %9
% = mul %9, %1
% = add %36, %11
% = div %2, %1
% = add %11, %1
% = abs %4
% = const f64 1e-18
% = lt %2, %1
% = not %1
% = if %2 {
yield %18
} {
% = add %19, %25
yield %0
}
yield %2, %9, %6, %1
} {
% = const bool 0
yield %0, %19, %18, %20
}
yield %16, %13, %15, %14
}
% = expm1 %28
% = neg %1
% = mul %48, %24
% = exp %31
% = mul %2, %1
% = sub %4, %1
return %0
}
`,
  "special.incomplete-gamma.gammainc": `func @special.incomplete-gamma.gammainc(%: f64, %: f64) -> (f64) {
% = const f64 0
% = gt %3, %1
% = if %1 {
% = ge %4, %3
yield %0
} {
% = const bool 0
yield %0
}
% = if %3 {
% = eq %7, %6
% = if %1 {
% = const bool 1
yield %0
} {
% = const f64 Infinity
% = eq %12, %1
yield %0
}
% = const f64 Infinity
% = eq %13, %1
% = if %6 {
% = if %2 {
% = eq %17, %4
yield %0
} {
% = const bool 0
yield %0
}
% = if %3 {
% = const f64 NaN
yield %0
} {
yield %18
}
yield %1
} {
% = if %7 {
% = const f64 1
yield %0
} {
% = const f64 1.5
% = le %23, %1
% = if %1 {
% = const bool 1
yield %0
} {
% = le %26, %27
yield %0
}
% = if %3 {
%: f64 = call @special.incomplete-gamma.lowerSeries %29, %28
yield %0
} {
%: f64 = call @special.incomplete-gamma.upperFraction %30, %29
% = const f64 1
% = sub %1, %2
yield %0
}
yield %4
}
yield %11
}
yield %17
} {
% = const f64 NaN
yield %0
}
return %26
}
`,
  "special.incomplete-gamma.gammaincc": `func @special.incomplete-gamma.gammaincc(%: f64, %: f64) -> (f64) {
% = const f64 0
% = gt %3, %1
% = if %1 {
% = ge %4, %3
yield %0
} {
% = const bool 0
yield %0
}
% = if %3 {
% = eq %7, %6
% = if %1 {
% = const bool 1
yield %0
} {
% = const f64 Infinity
% = eq %12, %1
yield %0
}
% = const f64 Infinity
% = eq %13, %1
% = if %6 {
% = if %2 {
% = eq %17, %4
yield %0
} {
% = const bool 0
yield %0
}
% = if %3 {
% = const f64 NaN
yield %0
} {
% = const f64 1
yield %0
}
yield %2
} {
% = if %8 {
yield %20
} {
% = const f64 1.5
% = le %23, %1
% = if %1 {
% = const f64 1
% = lt %27, %1
% = if %1 {
%: f64 = call @special.incomplete-gamma.upperSmall %29, %28
yield %0
} {
%: f64 = call @special.incomplete-gamma.lowerSeries %30, %29
% = sub %5, %1
yield %0
}
yield %3
} {
% = le %31, %32
% = if %1 {
%: f64 = call @special.incomplete-gamma.lowerSeries %34, %33
% = const f64 1
% = sub %1, %2
yield %0
} {
%: f64 = call @special.incomplete-gamma.upperFraction %37, %36
yield %0
}
yield %4
}
yield %12
}
yield %15
}
yield %22
} {
% = const f64 NaN
yield %0
}
return %31
}
`,
  "special.incomplete-gamma.gammaDensity": `func @special.incomplete-gamma.gammaDensity(%: f64, %: f64) -> (f64) {
% = const f64 0
% = gt %3, %1
% = if %1 {
% = ge %4, %3
yield %0
} {
% = const bool 0
yield %0
}
% = if %3 {
% = eq %7, %6
% = if %1 {
% = const f64 1
% = lt %11, %1
% = if %1 {
% = const f64 Infinity
yield %0
} {
% = eq %14, %4
% = select %1, %5, %13
yield %0
}
yield %3
} {
% = const f64 Infinity
% = eq %16, %1
% = if %1 {
yield %16
} {
%: f64 = call @special.incomplete-gamma.front %19, %18, %19
% = div %1, %19
yield %0
}
yield %2
}
yield %11
} {
% = const f64 NaN
yield %0
}
return %14
}
`,
  "special.products.lackOf": `func @special.products.lackOf(%: f64, %: f64, %: f64) -> (f64) {
% = const f64 134217729
% = mul %4, %1
% = sub %1, %5
% = sub %2, %1
% = sub %7, %1
% = mul %7, %5
% = sub %1, %8
% = sub %2, %1
% = sub %10, %1
% = mul %5, %1
% = mul %7, %3
% = sub %12, %1
% = mul %8, %5
% = sub %2, %1
% = mul %11, %6
% = sub %2, %1
% = sub %7, %1
return %0
}
`,
  "special.products.rising": `func @special.products.rising(%: f64, %: f64, %: f64) -> (f64) {
% = const i32 0
% = ceil %3
% = const f64 2147483647
% = gt %2, %1
if %0 {
fail {code: "NB4006", message: "a loop that counts beyond 2147483647"}
yield
} {
yield
}
% = clamp_i32 %3
% = ne %7, %7
% = select %1, %6, %2
% = const f64 0
%, % = for {step: 1} %9, %3, %2, %10 { (%: i32, %: f64, %: f64)
% = to_f64 %3
% = add %17, %1
% = mul %3, %1
% = mul %5, %2
%: f64 = call @special.products.lackOf %5, %3, %2
% = add %2, %1
yield %0, %3
}
% = add %10, %11
return %0
}
`,
  "special.products.sinPi": `func @special.products.sinPi(%: f64) -> (f64) {
% = const f64 0.5
% = add %2, %1
% = floor %1
% = sub %4, %1
% = abs %1
% = const f64 0.25
% = gt %2, %1
% = if %1 {
% = sub %8, %4
% = const f64 3.141592653589793
% = mul %2, %1
% = cos %1
% = sign %9
% = mul %2, %1
yield %0
} {
% = const f64 3.141592653589793
% = mul %12, %1
% = sin %1
yield %0
}
% = const f64 2
% = rem %16, %1
% = const f64 0
% = eq %2, %1
% = if %1 {
yield %14
} {
% = neg %15
yield %0
}
return %1
}
`,
  "special.products.piCotPi": `func @special.products.piCotPi(%: f64) -> (f64) {
% = const f64 0.5
% = add %2, %1
% = floor %1
% = sub %4, %1
% = abs %1
% = const f64 0.25
% = gt %2, %1
% = if %1 {
% = sub %8, %4
% = const f64 3.141592653589793
% = mul %2, %1
% = tan %1
% = mul %3, %1
% = sign %10
% = mul %2, %1
yield %0
} {
% = const f64 3.141592653589793
% = mul %13, %1
% = tan %1
% = div %3, %1
yield %0
}
return %11
}
`,
  "special.zeta.zeta": `func @special.zeta.zeta(%: f64, %: f64) -> (f64) {
% = const f64 1
% = ge %3, %1
% = if %1 {
% = ne %4, %4
yield %0
} {
% = const bool 1
yield %0
}
% = if %3 {
% = const f64 NaN
yield %0
} {
% = eq %9, %7
% = if %1 {
% = const f64 Infinity
yield %0
} {
% = const f64 0
% = le %12, %1
%, % = if %2 {
% = floor %15
% = eq %1, %16
%, % = if %2 {
% = lt %19, %8
% = if %1 {
% = const f64 2
% = rem %23, %1
% = eq %1, %22
yield %0
} {
% = const bool 0
yield %0
}
% = if %5 {
% = const f64 NaN
yield %0
} {
% = const f64 Infinity
yield %0
}
% = const bool 1
yield %3, %0
} {
% = floor %30
% = ne %1, %31
% = if %1 {
% = const bool 1
yield %0
} {
% = const f64 -1000000
% = lt %34, %1
yield %0
}
% = const f64 NaN
yield %0, %4
}
yield %18, %17
} {
% = const bool 0
yield %25, %0
}
% = if %23 {
yield %24
} {
% = const f64 Infinity
% = eq %39, %1
% = if %1 {
yield %29
} {
% = const f64 0.25
% = mul %43, %1
% = const f64 10
% = add %1, %2
% = const f64 60
% = min %2, %1
% = const bool 0
%, %, %, % = loop %40, %51, %38, %4 { (%: f64, %: f64, %: f64, %: bool)
% = lt %3, %10
%, %, %, %, % = if %5 {
% = neg %63
% = pow %10, %1
% = add %12, %1
% = add %12, %64
% = gt %1, %65
% = if %1 {
% = abs %4
% = const f64 1e-19
% = mul %1, %2
% = lt %8, %1
yield %0
} {
yield %24
}
% = select %5, %8, %18
% = not %6
yield %0, %9, %8, %1, %6
} {
yield %26, %21, %20, %19, %26
}
yield %16, %15, %14, %13, %12
}
% = if %23 {
yield %24
} {
% = sub %74, %76
% = pow %27, %1
% = mul %28, %28
% = div %77, %1
% = div %80, %30
% = const i32 1
% = const i32 13
% = const i32 2
%, % = for {step: 1} %4, %3, %73, %5 { (%: i32, %: f64, %: f64)
% = to_f64 %3
%: f64 = call @special.zeta.coefficient %1
% = mul %1, %3
% = add %5, %1
% = mul %10, %7
% = to_f64 %1
% = add %95, %1
% = sub %1, %94
% = mul %1, %2
% = mul %1, %19
% = mul %11, %1
yield %7, %0
}
% = sub %100, %98
% = div %99, %1
% = const f64 0.5
% = add %1, %19
% = div %1, %54
% = add %4, %1
% = mul %29, %1
% = add %58, %1
yield %0
}
yield %32
}
yield %66
}
yield %69
}
yield %97
}
return %100
}
`,
  "special.zeta.coefficient": `func @special.zeta.coefficient(%: f64) -> (f64) {
% = const f64 1
% = eq %2, %1
% = if %1 {
% = const f64 0.08333333333333333
yield %0
} {
% = const f64 2
% = eq %6, %1
% = if %1 {
% = const f64 -0.001388888888888889
yield %0
} {
% = const f64 3
% = eq %10, %1
% = if %1 {
% = const f64 0.00003306878306878307
yield %0
} {
% = const f64 4
% = eq %14, %1
% = if %1 {
% = const f64 -8.267195767195768e-7
yield %0
} {
% = const f64 5
% = eq %18, %1
% = if %1 {
% = const f64 2.0876756987868097e-8
yield %0
} {
% = const f64 6
% = eq %22, %1
% = if %1 {
% = const f64 -5.284190138687493e-10
yield %0
} {
% = const f64 7
% = eq %26, %1
% = if %1 {
% = const f64 1.3382536530684679e-11
yield %0
} {
% = const f64 8
% = eq %30, %1
% = if %1 {
% = const f64 -3.3896802963225827e-13
yield %0
} {
% = const f64 9
% = eq %34, %1
% = if %1 {
% = const f64 8.586062056277845e-15
yield %0
} {
% = const f64 10
% = eq %38, %1
% = if %1 {
% = const f64 -2.174868698558062e-16
yield %0
} {
% = const f64 11
% = eq %42, %1
% = if %1 {
% = const f64 5.5090028283602295e-18
yield %0
} {
% = const f64 -1.3954464685812522e-19
yield %0
}
yield %2
}
yield %6
}
yield %10
}
yield %14
}
yield %18
}
yield %22
}
yield %26
}
yield %30
}
yield %34
}
yield %38
}
return %42
}
`,
  "special.zeta.polygamma": `func @special.zeta.polygamma(%: f64, %: f64) -> (f64) {
% = const f64 0
% = eq %3, %1
% = if %1 {
%: f64 = call @special.gamma.digamma %4
yield %0
} {
% = gt %6, %4
% = if %1 {
% = floor %8
% = ne %1, %9
yield %0
} {
% = const bool 1
yield %0
}
% = if %4 {
% = const f64 NaN
yield %0
} {
% = const f64 1
% = add %14, %1
%: f64 = call @special.gamma.gamma %1
%: f64 = call @special.zeta.zeta %2, %15
% = mul %2, %1
% = const f64 2
% = rem %19, %1
% = eq %1, %18
% = if %1 {
% = neg %5
yield %0
} {
yield %5
}
yield %1
}
yield %11
}
return %18
}
`,
};
