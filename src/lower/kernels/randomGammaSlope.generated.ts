// Made by scripts/gen-kernels.ts of src/kernels/random-slopes.ts.
export const randomGammaSlope = `func @kernel.randomGammaSlope(%: mem<f64>, %: mem<f64>, %: mem<f64>, %: mem<f64>, %: i32) -> () disjoint {
% = const i32 0
% = const bool 0
% = const f64 0
for {step: 1} %2, %3 { (%: i32)
% = load %9, %1
% = load %9, %2
% = eq %1, %4
if %0 {
store %8, %3, %4
yield
} {
% = gt %2, %5
% = if %1 {
% = const f64 Infinity
% = lt %5, %1
yield %0
} {
yield %9
}
if %2 {
% = const f64 1.5
% = le %7, %1
% = if %1 {
% = const bool 1
yield %0
} {
% = const f64 1
% = add %12, %1
% = le %12, %1
yield %0
}
% = const f64 1
% = log %14
if %6 {
% = load %23, %17
% = const f64 100000
%, %, %, %, % = loop %8, %8, %24, %8, %24 { (%: f64, %: f64, %: f64, %: f64, %: f64)
% = lt %5, %11
% = if %1 {
% = const f64 1e-17
% = mul %1, %5
% = gt %8, %1
yield %0
} {
yield %35
}
%, %, %, %, % = if %8 {
% = add %38, %15
% = div %38, %1
% = mul %16, %1
% = div %27, %3
% = add %17, %1
% = add %17, %3
% = mul %4, %2
% = sub %18, %1
% = add %23, %32
yield %6, %4, %3, %1, %0
} {
yield %22, %21, %20, %19, %23
}
yield %17, %9, %13, %12, %11, %10
}
% = div %46, %47
% = neg %1
% = sub %34, %33
% = div %36, %50
% = sub %2, %1
% = mul %31, %1
% = add %1, %31
% = mul %6, %1
store %60, %55, %0
yield
} {
% = load %62, %56
% = sqrt %56
% = const f64 20
% = mul %1, %2
% = ceil %1
% = const f64 200
% = add %1, %2
% = const f64 2
% = mul %1, %2
% = add %63, %1
% = add %1, %51
% = sub %1, %66
% = const f64 -1
%, %, % = loop %9, %3, %4 { (%: f64, %: f64, %: f64)
% = gt %3, %76
%, %, % = if %3 {
% = sub %7, %78
% = mul %8, %1
% = div %9, %7
% = add %14, %1
% = mul %3, %10
% = mul %10, %10
% = div %2, %1
% = add %4, %1
% = mul %24, %15
% = add %86, %1
% = sub %1, %74
% = sub %1, %89
% = div %11, %17
% = sub %2, %1
% = sub %21, %78
yield %7, %1, %0
} {
yield %20, %19, %21
}
yield %18, %15, %17, %16
}
% = div %92, %23
% = sub %79, %39
% = div %26, %25
% = sub %2, %1
% = mul %4, %1
store %103, %98, %0
yield
}
yield
} {
% = const f64 NaN
store %104, %99, %0
yield
}
yield
}
yield
}
return
}
`;
